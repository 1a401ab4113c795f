import type { Machine } from '../../../access/caller.ts';
import { log } from '../../../log.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createQuotaRepository, dayOf } from './quota-repository.ts';

/** How a key stands to its daily quota, with this request counted. */
export interface QuotaState {
  /** Requests that the key may make in a day. */
  readonly most: number;
  /** Requests left for today. */
  readonly left: number;
  /** Whether this request was one too many. */
  readonly isSpent: boolean;
  /** Whole seconds until midnight UTC, at least one. */
  readonly seconds: number;
}

/**
 * Counts a request of a key, whatever it asks for; answers undefined, which lets the request go on, where the counter is
 * silent.
 */
export type CountRequest = (key: Pick<Machine, 'keyId' | 'dailyQuota'>) => Promise<QuotaState | undefined>;

/** Daily quotas: one conditional update a request, and none once a key has spent its day. */
export function createQuota({ take, clock }: Pick<Platform, 'take' | 'clock'>): CountRequest {
  const requests = createQuotaRepository({ take, clock });
  let spentToday = { day: '', keys: new Set<string>() };

  function spentOn(day: string): Set<string> {
    if (spentToday.day !== day) spentToday = { day, keys: new Set() };
    return spentToday.keys;
  }

  return async (key) => {
    const { keyId, dailyQuota: most } = key;
    const day = requests.today();
    const seconds = Math.max(1, Math.ceil((day.endsAt.getTime() - clock().getTime()) / 1_000));
    const spent = spentOn(dayOf(day.startsAt));
    if (spent.has(keyId)) return { most, left: 0, isSpent: true, seconds };
    try {
      const taken = await requests.take(key, day);
      if (taken === undefined) spent.add(keyId);
      return { most, left: taken === undefined ? 0 : most - taken, isSpent: taken === undefined, seconds };
    } catch (error) {
      log.warn('quota not counted', { keyId, error });
      return undefined;
    }
  };
}
