import { accessTokenSeconds } from '../../durations.ts';
import type { PublicJwk } from './jwk.ts';

const minute = 60_000;

/** The age in milliseconds from which an instance renews its list in the background of requests. */
export const reloadAfter = 5 * minute;

/** The age in milliseconds from which an instance waits for a new list, so that none goes by an older one. */
export const oldestList = 10 * minute;

/** What differing clocks and a store that lags may add to the other times, in milliseconds. */
const margin = 5 * minute;

/** How long after its publication a key signs, in milliseconds: by then it is in every list. */
export const leadTime = oldestList + margin;

/**
 * How long a key stays published after the next one took over, in milliseconds: by then its last token has expired everywhere.
 */
export const overlap = accessTokenSeconds * 1_000 + oldestList + margin;

/** A public key and the instant from which it signs. */
export interface PublishedKey {
  readonly jwk: PublicJwk;
  readonly activeFrom: string;
}

/** A published key in the order of signing; times are Unix milliseconds. */
export interface ScheduledKey {
  readonly jwk: PublicJwk;
  readonly activeFrom: number;
  /** When it is no longer published; infinite while no other key has taken over. */
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

/** The next, the current and the previous key, whose tokens are genuine. */
export function publishedAt(schedule: readonly ScheduledKey[], now: Date): ScheduledKey[] {
  return schedule.filter(({ endsAt }) => endsAt > now.getTime());
}

/** The keys that may sign now, the best first; a token of any of them expires before its key ends. */
export function signingAt(schedule: readonly ScheduledKey[], now: Date): ScheduledKey[] {
  const expiry = now.getTime() + accessTokenSeconds * 1_000;
  return schedule.filter(({ activeFrom, endsAt }) => activeFrom <= now.getTime() && expiry <= endsAt);
}
