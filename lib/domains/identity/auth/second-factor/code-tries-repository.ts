import * as z from 'zod';
import { entity } from '../../../../data/entity.ts';
import { remove, type Write } from '../../../../data/write.ts';
import type { Platform } from '../../../../platform/platform.ts';
import { schema } from '../../../../schemas.ts';
import { countTry, windowOfTries } from '../lockout/bounded-tries-repository.ts';

/** Counts the codes that a person has tried in a window, as items of `createCounter`. */
const codeTries = entity({
  name: 'counter',
  table: 'identity',
  schema: schema(() => z.object({ userId: z.string(), startsAt: z.string() })),
  key: (tries: { userId: string; startsAt: string }) => ({
    pk: `USER#${tries.userId}`,
    sk: `CODE-TRIES#${tries.startsAt}`,
  }),
});

/** Bounds the codes that somebody who is signed in may try, so that whoever has taken over a session cannot guess one. */
export function createCodeTriesRepository({ take, clock }: Pick<Platform, 'take' | 'clock'>) {
  return {
    /** Counts one more attempt in a single conditional update; throws `TOO_MANY_ATTEMPTS` when there were ten. */
    count: (userId: string): Promise<void> =>
      countTry(take, clock, (startsAt) => ({ table: codeTries.table, key: codeTries.key({ userId, startsAt }) })),

    /** Forgets the attempts before the right code. */
    forget: (userId: string): Write => remove(codeTries, { userId, startsAt: windowOfTries(clock) }),
  };
}
