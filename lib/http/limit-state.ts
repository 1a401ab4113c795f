import type { Policy } from './rate-limit-policy.ts';

/** How a request stands to a limit: the headers that tell the client, and the seconds to wait when it is over it. */
export interface LimitState {
  readonly headers: Readonly<Record<string, string>>;
  readonly retryAfter?: number;
  /** Of the refusal; `RATE_LIMITED` unless said otherwise. */
  readonly code?: string;
}

/** How the `taken`-th request of a window stands, in the words of draft-ietf-httpapi-ratelimit-headers. */
export function limitStateOf({ name, quota, seconds }: Policy, taken: number, endsAt: Date, now: Date): LimitState {
  const secondsLeft = Math.max(1, Math.ceil((endsAt.getTime() - now.getTime()) / 1_000));
  const headers = {
    'ratelimit-policy': `"${name}";q=${quota};w=${seconds}`,
    ratelimit: `"${name}";r=${Math.max(0, quota - taken)};t=${secondsLeft}`,
  };
  return taken > quota ? { headers, retryAfter: secondsLeft } : { headers };
}
