import { setting } from '../../../../config.ts';
import type { Custody } from './keyring.ts';
import { createKmsCustody } from './kms-custody.ts';
import { createSecretCustody } from './secret-custody.ts';

/** The custody of the place that POLYCLINIC_SIGNING_KEY names. */
export function createLiveCustody(): Custody {
  const source = setting('POLYCLINIC_SIGNING_KEY');
  return source.startsWith('kms:') ? createKmsCustody(source.slice('kms:'.length)) : createSecretCustody(source);
}
