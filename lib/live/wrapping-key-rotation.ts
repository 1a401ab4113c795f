import { systemClock } from '../clock.ts';
import { setting } from '../config.ts';
import { makeUnderRootKey, opensByRootKey } from '../data-keys/root-key.ts';
import { createWrappingKeyList } from '../data-keys/wrapping-key-repository.ts';
import { createWrappingKeyRotation } from '../data-keys/wrapping-key-rotation.ts';
import { commit } from './commit.ts';
import { read } from './read.ts';

/** Makes the rotation of this stage's wrapping key, for commands alone: no function has the rights. */
export function createLiveWrappingKeyRotation(): () => Promise<number> {
  const list = createWrappingKeyList({ read });
  const make = (number: number) => makeUnderRootKey(setting('POLYCLINIC_ROOT_KEY'), number);
  const opens = (sealed: Buffer, number: number) => opensByRootKey(setting('POLYCLINIC_ROOT_KEY'), sealed, number);
  return createWrappingKeyRotation({ list, make, opens, read, commit, clock: systemClock });
}
