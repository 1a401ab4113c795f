import { isForMachines } from '../../../http/caller.ts';
import type { LimitStanding } from '../../../http/limit-standing.ts';
import type { RateLimits } from '../../../http/rate-limits.ts';
import type { CountRequest, QuotaStanding } from '../api-keys/quota.ts';

/** Rate limits, and beside them the daily quota of the key where a machine calls what machines may call. */
export function withQuotas(limits: RateLimits, countRequest: CountRequest): RateLimits {
  return {
    ...limits,
    async byCaller(trigger, caller) {
      const standing = await limits.byCaller(trigger, caller);
      // A route for people is about to refuse a machine, and a request that is over a limit goes no further.
      const isCounted = caller.kind === 'machine' && isForMachines(trigger);
      if (!isCounted || standing?.retryAfter !== undefined) return standing;
      const quota = await countRequest(caller);
      return quota ? withQuota(standing, quota) : standing;
    },
  };
}

/** Both of them in the headers, as a list of two. */
function withQuota(
  standing: LimitStanding | undefined,
  { most, left, isSpent, seconds }: QuotaStanding,
): LimitStanding {
  const listed = (name: string, member: string) => [standing?.headers[name], member].filter(Boolean).join(', ');
  const headers = {
    ...standing?.headers,
    'ratelimit-policy': listed('ratelimit-policy', `"daily";q=${most};w=86400`),
    ratelimit: listed('ratelimit', `"daily";r=${left};t=${seconds}`),
  };
  return isSpent ? { headers, retryAfter: seconds, code: 'QUOTA_EXCEEDED' } : { headers };
}
