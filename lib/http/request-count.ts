import type { Platform } from '../platform/platform.ts';
import { createWindowMemory } from './window-memory.ts';

/** The requests of one subject in one window; the key names policy, subject and window. */
export interface CountedWindow {
  readonly key: string;
  readonly quota: number;
  readonly endsAt: Date;
}

/** Counts one more request of a window and tells the how manieth it is; a number above the quota when it is over it. */
type CountRequest = (window: CountedWindow, signal?: AbortSignal) => Promise<number> | number;

/** The key of the item that counts the requests of a window. */
export const limitKey = (window: string) => ({ pk: `LIMIT#${window}`, sk: 'COUNT' });

/** Counts for all instances together, by one update; once a window is used up, the instance itself says so. */
export function createStoredCount({ take, clock }: Pick<Platform, 'take' | 'clock'>): CountRequest {
  const usedUp = createWindowMemory<true>(clock);
  return async ({ key, quota, endsAt }, signal) => {
    if (usedUp.get(key)) return quota + 1;
    const allowance = { table: 'platform', key: limitKey(key), most: quota, endsAt } as const;
    const taken = (await take(allowance, signal)) ?? quota + 1;
    if (taken >= quota) usedUp.set(key, true, endsAt);
    return taken;
  };
}

/** Counts for this instance alone, without the store. */
export function createRememberedCount({ clock }: Pick<Platform, 'clock'>): CountRequest {
  const counts = createWindowMemory<number>(clock);
  return ({ key, quota, endsAt }) => {
    const taken = Math.min(counts.get(key) ?? 0, quota) + 1;
    counts.set(key, taken, endsAt);
    return taken;
  };
}
