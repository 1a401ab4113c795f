import type { Clock } from '../../../../clock.ts';
import { type Allowance, type Take, windowOf } from '../../../../data/counter.ts';
import { TooManyRequests } from '../../../../errors.ts';
import { triesWindowSeconds } from '../../durations.ts';

const mostTries = 10;

/** Where the tries of a window that begins then are counted. */
export type PlaceOfTries = (startsAt: string) => Pick<Allowance, 'table' | 'key'>;

/**
 * Counts a try of somebody who is signed in, before what they try is looked at: of many at once no more are checked than of
 * many one after another. Throws `TOO_MANY_ATTEMPTS` from the eleventh in a quarter by the clock on, so that twenty may be
 * checked within seconds at its turn.
 */
export async function countTry(take: Take, clock: Clock, placeOf: PlaceOfTries): Promise<void> {
  const { startsAt, endsAt } = windowOf(triesWindowSeconds, clock);
  const taken = await take({ ...placeOf(startsAt.toISOString()), most: mostTries, endsAt });
  if (taken !== undefined) return;
  throw new TooManyRequests('TOO_MANY_ATTEMPTS', 'Too many attempts. Wait before the next one.', {
    retryAfter: (endsAt.getTime() - clock().getTime()) / 1_000,
  });
}

/** The beginning of the window that it is now. */
export function windowOfTries(clock: Clock): string {
  return windowOf(triesWindowSeconds, clock).startsAt.toISOString();
}
