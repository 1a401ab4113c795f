import { systemClock } from '../../../../clock.ts';
import { read } from '../../../../live/read.ts';
import { createPublishedKeyRepository } from './published-key-repository.ts';
import { createPublishedKeys } from './published-keys.ts';

/** The list of this process, which all that verify and sign share. */
export const publishedKeys = createPublishedKeys({
  repository: createPublishedKeyRepository({ read }),
  clock: systemClock,
});
