import { isForMachines } from '../../../http/caller.ts';
import type { LimitState } from '../../../http/limit-state.ts';
import type { RateLimits } from '../../../http/rate-limits.ts';
import type { CountRequest, QuotaState } from '../api-keys/quota.ts';

/** Adds the daily quota of an API key to rate limits, on routes that machines may call. */
export function withQuotas(limits: RateLimits, countRequest: CountRequest): RateLimits {
  return {
    ...limits,
    async byCaller(trigger, caller) {
      const state = await limits.byCaller(trigger, caller);
      // Not counted are a machine on a route for people, which is refused anyway, and a request that is over a rate limit.
      const isCounted = caller.kind === 'machine' && isForMachines(trigger);
      if (!isCounted || state?.retryAfter !== undefined) return state;
      const quota = await countRequest(caller);
      return quota ? withQuota(state, quota) : state;
    },
  };
}

/** Puts the rate limit and the quota into the headers, as a list of two. */
function withQuota(state: LimitState | undefined, { most, left, isSpent, seconds }: QuotaState): LimitState {
  const listed = (name: string, member: string) => [state?.headers[name], member].filter(Boolean).join(', ');
  const headers = {
    ...state?.headers,
    'ratelimit-policy': listed('ratelimit-policy', `"daily";q=${most};w=86400`),
    ratelimit: listed('ratelimit', `"daily";r=${left};t=${seconds}`),
  };
  return isSpent ? { headers, retryAfter: seconds, code: 'QUOTA_EXCEEDED' } : { headers };
}
