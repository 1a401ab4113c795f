import * as z from 'zod';
import { type Clock, systemClock } from '../../clock.ts';
import { createCounter, type Take, windowOf } from '../../data/counter.ts';
import { entity } from '../../data/entity.ts';
import { remove, type Write } from '../../data/write.ts';
import { TooManyRequests } from '../../errors.ts';

const mostTries = 10;
const windowSeconds = 15 * 60;

/** The codes that a person has tried in a window, as `createCounter` keeps them. */
const codeTries = entity({
  name: 'counter',
  table: 'identity',
  schema: z.object({ userId: z.string(), startsAt: z.string() }),
  key: (tries: { userId: string; startsAt: string }) => ({
    pk: `USER#${tries.userId}`,
    sk: `CODE-TRIES#${tries.startsAt}`,
  }),
});

export type CodeTriesRepository = ReturnType<typeof createCodeTriesRepository>;

/** How many codes somebody who is signed in may try: whoever has taken over a session shall not guess one. */
export function createCodeTriesRepository({
  take = createCounter().take,
  clock = systemClock,
}: {
  readonly take?: Take;
  readonly clock?: Clock;
} = {}) {
  return {
    /** Counts one more try in a single conditional update; throws `TOO_MANY_ATTEMPTS` when there were ten. */
    async count(userId: string): Promise<void> {
      const { startsAt, endsAt } = windowOf(windowSeconds, clock);
      const key = codeTries.key({ userId, startsAt: startsAt.toISOString() });
      const taken = await take({ table: codeTries.table, key, most: mostTries, endsAt });
      if (taken === undefined) throw tooManyAttempts((endsAt.getTime() - clock().getTime()) / 1_000);
    },

    /** Forgets the tries before the right code. */
    forget(userId: string): Write {
      const { startsAt } = windowOf(windowSeconds, clock);
      return remove(codeTries, { userId, startsAt: startsAt.toISOString() });
    },
  };
}

function tooManyAttempts(retryAfter: number): TooManyRequests {
  return new TooManyRequests('TOO_MANY_ATTEMPTS', 'Too many wrong codes. Try again later.', { retryAfter });
}
