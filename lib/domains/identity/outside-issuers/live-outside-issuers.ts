import { systemClock } from '../../../clock.ts';
import { optionalSetting } from '../../../config.ts';
import { createOutsideIssuers } from './outside-issuers.ts';
import { readOutsideKeys } from './outside-key-source.ts';

/** The issuers that POLYCLINIC_OIDC_ISSUERS names; the setting is read at the first token. */
export const outsideIssuers = createOutsideIssuers({
  issuers: () => optionalSetting('POLYCLINIC_OIDC_ISSUERS'),
  readKeys: readOutsideKeys,
  clock: systemClock,
});
