import type { Clock } from './clock.ts';

/** Longest that what lets somebody in may be taken for granted: what was revoked is refused after it. */
const cacheMilliseconds = 3_000;
const mostCached = 1_000;

/** Looks up what lets somebody in, with at most one look in three seconds for each key while what is kept is current. */
type LiveCache<V> = (
  key: string,
  look: () => Promise<V | undefined>,
  isCurrent?: (known: V) => boolean,
) => Promise<V | undefined>;

/** Keeps only what is there: what has just come to be is never refused for having been asked for before. */
export function createLiveCache<V>({ clock }: { readonly clock: Clock }): LiveCache<V> {
  const cached = new Map<string, { readonly value: V; readonly until: number }>();

  function keep(key: string, value: V, readAt: number): void {
    // A map keeps the order of insertion: the oldest goes first.
    const [oldest] = cached.keys();
    if (cached.size >= mostCached && oldest !== undefined) cached.delete(oldest);
    cached.delete(key);
    cached.set(key, { value, until: readAt + cacheMilliseconds });
  }

  return async (key, look, isCurrent = () => true) => {
    const now = clock().getTime();
    const known = cached.get(key);
    if (known && known.until > now && isCurrent(known.value)) return known.value;
    const value = await look();
    if (value === undefined) cached.delete(key);
    else keep(key, value, now);
    return value;
  };
}
