import { systemClock } from '../../../../clock.ts';
import { read } from '../../../../live/read.ts';
import { createPublishedKeyRepository } from './published-key-repository.ts';
import { createPublishedKeys } from './published-keys.ts';

/** The published keys of this process, which all that verifies and signs shares. */
export const publishedKeys = createPublishedKeys({
  repository: createPublishedKeyRepository({ read }),
  clock: systemClock,
});
