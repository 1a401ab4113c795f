import { systemClock } from '../clock.ts';
import { setting } from '../config.ts';
import { openByRootKey } from '../data-keys/root-key.ts';
import { createWrappingKeyList } from '../data-keys/wrapping-key-repository.ts';
import { createWrappingKeys, type WrappingKeys } from '../data-keys/wrapping-keys.ts';
import { read } from './read.ts';

/** The wrapping keys of this stage, decrypted by the key that POLYCLINIC_ROOT_KEY names. */
export const wrappingKeys: WrappingKeys = createWrappingKeys({
  clock: systemClock,
  list: createWrappingKeyList({ read }),
  open: (sealed, number) => openByRootKey(setting('POLYCLINIC_ROOT_KEY'), sealed, number),
});
