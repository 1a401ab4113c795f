import type { Caller } from '../auth/caller.ts';
import type { ClientRequest } from './request.ts';
import type { HttpTrigger } from './trigger.ts';

/** How a request stands to a limit: the headers that tell the client, and the seconds to wait when it is over it. */
export interface LimitStanding {
  readonly headers: Readonly<Record<string, string>>;
  readonly retryAfter?: number;
}

/** Counts requests; undefined where no limit applies. */
export interface RateLimits {
  /** Before anyone is asked who they are. */
  byAddress(trigger: HttpTrigger, request: ClientRequest): Promise<LimitStanding | undefined>;
  /** Once the caller is known. */
  byCaller(trigger: HttpTrigger, caller: Caller): Promise<LimitStanding | undefined>;
}

export function createRateLimits(): RateLimits {
  return { byAddress: async () => undefined, byCaller: async () => undefined };
}
