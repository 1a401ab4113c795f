import { backOff, currentPatience, waiting } from '../waiting.ts';

/** The count of failed tries of a call, and the pause before the next one. */
interface RetryToken {
  getRetryCount(): number;
  getRetryDelay(): number;
}

/**
 * Tries again as often as the caller has patience, after short random pauses. The SDK's own strategy pauses up to 1 s and 2 s
 * when it is throttled, and has a quota for all calls of a client, so that a burst of failures leaves the next call one try.
 */
export const retryStrategy = {
  acquireInitialRetryToken: async () => tokenOf(0, 0),

  /** Rejects when there is to be no further try; the SDK then throws what the last one has failed of. */
  async refreshRetryTokenForRetry(token: RetryToken, { errorType }: { readonly errorType: string }) {
    const tried = token.getRetryCount() + 1;
    const { tries, longestPause } = currentPatience();
    if (!mendable.has(errorType) || tried >= tries) throw new Error('There is no further try');
    return tokenOf(tried, backOff(tried, longestPause));
  },

  recordSuccess: () => undefined,
};

const mendable = new Set(['THROTTLING', 'TRANSIENT']);

function tokenOf(count: number, delay: number): RetryToken {
  return { getRetryCount: () => count, getRetryDelay: () => delay };
}

interface Options {
  readonly abortSignal?: AbortSignal;
}

/** Lets each call of a client end with the patience of its caller; a signal of the call's own may end it sooner. */
export function bounded<C extends object>(
  client: C & { send(command: never, options?: Options): Promise<unknown> },
): C {
  const send = client.send.bind(client);
  return Object.assign(client, {
    send: (command: never, { abortSignal: own, ...options }: Options = {}) =>
      waiting((abortSignal) => send(command, { ...options, abortSignal }), own),
  });
}
