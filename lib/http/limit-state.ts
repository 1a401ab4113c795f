import type { Policy } from './rate-limit-policy.ts';

/**
 * The state of a limit with a request counted: the headers for the client, and the seconds to wait when it is over the limit.
 */
export interface LimitState {
  readonly headers: Readonly<Record<string, string>>;
  readonly retryAfter?: number;
  /** The code of the refusal, `RATE_LIMITED` by default. */
  readonly code?: string;
}

/** The state after the `taken`-th request of a window, in the words of draft-ietf-httpapi-ratelimit-headers. */
export function limitStateOf({ name, quota, seconds }: Policy, taken: number, endsAt: Date, now: Date): LimitState {
  const secondsLeft = Math.max(1, Math.ceil((endsAt.getTime() - now.getTime()) / 1_000));
  const headers = {
    'ratelimit-policy': `"${name}";q=${quota};w=${seconds}`,
    ratelimit: `"${name}";r=${Math.max(0, quota - taken)};t=${secondsLeft}`,
  };
  return taken > quota ? { headers, retryAfter: secondsLeft } : { headers };
}
