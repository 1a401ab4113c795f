import type { Clock } from './clock.ts';

/** How many milliseconds a permission to come in may be cached, after which what was revoked is refused. */
const cacheMilliseconds = 3_000;
const mostCached = 1_000;

/** Looks up what lets a caller in, at most once in three seconds for each key while the cached value is current. */
type LiveCache<V> = (
  key: string,
  look: () => Promise<V | undefined>,
  isCurrent?: (known: V) => boolean,
) => Promise<V | undefined>;

/** Caches only what is found, so that what was just created is never refused for having been asked for before. */
export function createLiveCache<V>({ clock }: { readonly clock: Clock }): LiveCache<V> {
  const cached = new Map<string, { readonly value: V; readonly until: number }>();

  function keep(key: string, value: V, readAt: number): void {
    // A map keeps the order of insertion, so that its first key is the oldest.
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
