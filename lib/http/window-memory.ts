import type { Clock } from '../clock.ts';

/**
 * What an instance remembers of windows, each entry until its window ends; when there are too many, the longest untouched goes.
 */
interface WindowMemory<V> {
  get(key: string): V | undefined;
  set(key: string, value: V, endsAt: Date): void;
}

/** The most entries by default, of keys and numbers: a few megabytes when full. */
const usualMost = 10_000;

export function createWindowMemory<V>(clock: Clock, most = usualMost): WindowMemory<V> {
  const entries = new Map<string, { readonly value: V; readonly endsAt: number }>();

  return {
    get(key) {
      const entry = entries.get(key);
      return entry && entry.endsAt > clock().getTime() ? entry.value : undefined;
    },
    set(key, value, endsAt) {
      // A map keeps the order in which keys were set, so that this one moves to the end.
      entries.delete(key);
      const [oldest] = entries.size < most ? [] : entries.keys();
      if (oldest !== undefined) entries.delete(oldest);
      entries.set(key, { value, endsAt: endsAt.getTime() });
    },
  };
}
