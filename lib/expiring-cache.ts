import type { Clock } from './clock.ts';

/** Values that are held in memory for a time, and no more than so many. */
export interface ExpiringCache<V> {
  find(name: string): V | undefined;
  /** Holds a value from `since` on: from before it was read, since it may have changed by then. */
  hold(name: string, value: V, since: Date): void;
  drop(name: string): void;
}

interface Bounds {
  readonly clock: Clock;
  /** How long a value is held. */
  readonly milliseconds: number;
  /** The most values at once; the oldest goes first. */
  readonly most: number;
}

/** Makes a cache whose values end by the clock: there is no timer, and what has ended is dropped by whoever looks. */
export function createExpiringCache<V>({ clock, milliseconds, most }: Bounds): ExpiringCache<V> {
  const held = new Map<string, { readonly value: V; readonly until: number }>();
  const drop = (name: string) => void held.delete(name);

  return {
    drop,
    find(name) {
      const known = held.get(name);
      if (known && known.until > clock().getTime()) return known.value;
      drop(name);
      return undefined;
    },
    hold(name, value, since) {
      drop(name);
      // A map keeps the order of insertion, so that its first key is the oldest.
      const [oldest] = held.keys();
      if (held.size >= most && oldest !== undefined) drop(oldest);
      held.set(name, { value, until: since.getTime() + milliseconds });
    },
  };
}
