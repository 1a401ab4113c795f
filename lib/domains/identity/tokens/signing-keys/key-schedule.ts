import { accessTokenSeconds } from '../../durations.ts';
import type { PublicJwk } from './jwk.ts';

const minute = 60_000;

/** An instance that holds an older list than this asks for a new one, behind the requests; in milliseconds. */
export const reloadAfter = 5 * minute;

/** No instance goes by an older list than this: it waits for a new one; in milliseconds. */
export const oldestList = 10 * minute;

/** What instances' clocks, and a store that lags, may add to all of this; in milliseconds. */
const margin = 5 * minute;

/** A new key signs so long after it was published, and by then is in every list; in milliseconds. */
export const leadTime = oldestList + margin;

/** A key is published so long after the next one took over: its last token has expired in every list; in milliseconds. */
export const overlap = accessTokenSeconds * 1_000 + oldestList + margin;

/** A public key and the instant from which it signs. */
export interface PublishedKey {
  readonly jwk: PublicJwk;
  readonly activeFrom: string;
}

/** A published key in its turn; times are Unix milliseconds. */
export interface ScheduledKey {
  readonly jwk: PublicJwk;
  readonly activeFrom: number;
  /** When it is no longer published; infinite while no other key takes over. */
  readonly endsAt: number;
}

/** Puts keys in the order in which they sign, the newest first: each takes over from the one after it. */
export function scheduleOf(keys: readonly PublishedKey[]): readonly ScheduledKey[] {
  const newestFirst = keys
    .map(({ jwk, activeFrom }) => ({ jwk, activeFrom: Date.parse(activeFrom) }))
    .sort((one, other) => other.activeFrom - one.activeFrom || (one.jwk.kid < other.jwk.kid ? 1 : -1));
  return newestFirst.map((key, index) => {
    const successor = newestFirst[index - 1];
    return { ...key, endsAt: successor ? successor.activeFrom + overlap : Number.POSITIVE_INFINITY };
  });
}

/** Next, current and previous: the keys whose tokens are genuine. */
export function publishedAt(schedule: readonly ScheduledKey[], now: Date): ScheduledKey[] {
  return schedule.filter(({ endsAt }) => endsAt > now.getTime());
}

/** The keys that may sign now, the best first; a token of any of them expires before its key ends. */
export function signingAt(schedule: readonly ScheduledKey[], now: Date): ScheduledKey[] {
  const expiry = now.getTime() + accessTokenSeconds * 1_000;
  return schedule.filter(({ activeFrom, endsAt }) => activeFrom <= now.getTime() && expiry <= endsAt);
}
