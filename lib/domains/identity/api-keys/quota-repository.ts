import type { Machine } from '../../../access/caller.ts';
import { day as oneDay, second } from '../../../clock.ts';
import { type Window, windowOf } from '../../../data/counter.ts';
import type { Platform } from '../../../platform/platform.ts';

const daySeconds = oneDay / second;
/** A quota is no matter of security: a slow counter must not hold up the request. */
const patienceMilliseconds = 1_000;

/** Where the requests of a key are counted on a day, `YYYY-MM-DD`. */
export const quotaKey = (keyId: string, day: string) => ({ pk: `QUOTA#${keyId}`, sk: `DAY#${day}` });

/** Counts the requests of each key by the day in UTC. */
export function createQuotaRepository({ take, clock }: Pick<Platform, 'take' | 'clock'>) {
  return {
    /** The window of the present day. */
    today: (): Window => windowOf(daySeconds, clock),

    /** Counts a request of a key; answers how many it has made today with this one, or undefined when the quota was used up. */
    take({ keyId, dailyQuota: most }: Pick<Machine, 'keyId' | 'dailyQuota'>, { startsAt, endsAt }: Window) {
      const key = quotaKey(keyId, dayOf(startsAt));
      return take({ table: 'platform', key, most, endsAt }, AbortSignal.timeout(patienceMilliseconds));
    },
  };
}

/** A day as `2026-01-31`. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
