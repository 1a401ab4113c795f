import { systemClock } from '../../clock.ts';
import { createKeyring, type Keyring } from '../../data-keys/keyring.ts';
import { read } from '../../live/read.ts';
import { wrappingKeys } from '../../live/wrapping-keys.ts';
import { writeAlone } from '../../live/write-alone.ts';

/** The data keys of the clinic stack: those of clinics, by which lists are sealed, stay in memory, and those of patients do not. */
export const keyring: Keyring = createKeyring({
  read,
  writeAlone,
  clock: systemClock,
  wrappingKeys,
  held: ['clinics'],
});
