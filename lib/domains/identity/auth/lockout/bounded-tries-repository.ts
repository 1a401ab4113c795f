import type { Clock } from '../../../../clock.ts';
import { type Allowance, type Take, windowOf } from '../../../../data/counter.ts';
import { TooManyRequests } from '../../../../errors.ts';
import { triesWindowSeconds } from '../../durations.ts';

const mostTries = 10;

/** Names the item that counts the attempts of the window that begins at `startsAt`. */
export type PlaceOfTries = (startsAt: string) => Pick<Allowance, 'table' | 'key'>;

/**
 * Counts an attempt of somebody who is signed in before its proof is checked, so that many at once get no more checks than many
 * in a row. Throws `TOO_MANY_ATTEMPTS` from the eleventh on in a quarter of an hour by the clock, so that twenty may be checked
 * within seconds where two quarters meet.
 */
export async function countTry(take: Take, clock: Clock, placeOf: PlaceOfTries): Promise<void> {
  const { startsAt, endsAt } = windowOf(triesWindowSeconds, clock);
  const taken = await take({ ...placeOf(startsAt.toISOString()), most: mostTries, endsAt });
  if (taken !== undefined) return;
  throw new TooManyRequests('TOO_MANY_ATTEMPTS', 'Too many attempts. Wait before the next one.', {
    retryAfter: (endsAt.getTime() - clock().getTime()) / 1_000,
  });
}

/** The beginning of the present window of attempts. */
export function windowOfTries(clock: Clock): string {
  return windowOf(triesWindowSeconds, clock).startsAt.toISOString();
}
