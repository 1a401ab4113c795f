import { callerId } from '../access/caller.ts';
import { currentContext } from '../context.ts';
import { TooManyRequests, Unauthenticated } from '../errors.ts';
import type { Authenticate } from './caller.ts';
import type { Progress } from './exchange.ts';
import type { LimitState } from './limit-state.ts';
import type { Middleware } from './middleware.ts';
import type { RateLimits } from './rate-limits.ts';
import type { HttpTrigger } from './trigger.ts';

/** Who tells who calls, and what limits those whom nobody knows. */
interface Identification {
  readonly authenticate?: Authenticate;
  readonly limits?: RateLimits;
}

/** A public route does not look at credentials; anywhere else bad ones are refused before anything is read. */
export function identify(trigger: HttpTrigger, { authenticate, limits }: Identification): Middleware {
  return {
    before: async ({ event: { progress } }) => {
      if (trigger.allow === 'public') return;
      if (!authenticate) throw new TypeError('A route that is not public needs someone to ask who calls.');
      const { request } = progress;
      applyLimit(progress, limits?.strangers.before(request));
      progress.caller = await authenticate(request).catch(async (error: unknown) => {
        if (error instanceof Unauthenticated) applyLimit(progress, await limits?.strangers.refused(trigger, request));
        throw error;
      });
      limits?.strangers.accepted(request);
      const context = currentContext();
      if (context) context.actorId = callerId(progress.caller);
    },
  };
}

/** Counts the request; over the limit it goes no further. */
export function limit(limitStateOf: (progress: Progress) => Promise<LimitState | undefined> | undefined): Middleware {
  return {
    before: async ({ event: { progress } }) => {
      applyLimit(progress, await limitStateOf(progress));
    },
  };
}

function applyLimit(progress: Progress, state: LimitState | undefined): void {
  if (!state) return;
  progress.limitHeaders = state.headers;
  const { retryAfter, code = 'RATE_LIMITED' } = state;
  if (retryAfter !== undefined) throw new TooManyRequests(code, 'Too many requests.', { retryAfter });
}
