import { clientPatience } from './client-patience.ts';

/** How long, and how often, a caller asks AWS before it gives up; times are in milliseconds. */
export interface Patience {
  /** The most tries of one call. */
  readonly tries: number;
  /** The longest pause between two tries. */
  readonly longestPause: number;
  /** What is left for calls, and never more than one call may take. */
  left(): number;
  /** Waits for a call, with all its tries and pauses. */
  spend<T>(call: Promise<T>): Promise<T>;
}

/** Answers how many milliseconds are left until Lambda ends the invocation. */
type Remaining = () => number;

/** What each call of a worker may take: a mail and the writes around it share one lease. */
const workerMilliseconds = 2_500;
const jobMilliseconds = 10_000;

/** Milliseconds of an invocation that calls leave to its report. */
const spared = 500;

/**
 * The patience of a request: its calls share the time that a client waits, however many they are. What it computes in between
 * does not count, and what goes on at once counts once.
 */
export function requestPatience(): Patience {
  let [spent, calls, since] = [0, 0, 0];
  const present = () => (calls > 0 ? performance.now() - since : 0);
  return {
    ...{ tries: 8, longestPause: 500 },
    left: () => clientPatience - spent - present(),
    async spend(call) {
      if (calls === 0) since = performance.now();
      calls += 1;
      try {
        return await call;
      } finally {
        if (calls === 1) spent += present();
        calls -= 1;
      }
    },
  };
}

/** The patience of a worker: each call has a request's time, until the invocation ends. */
export function workerPatience(remaining: Remaining): Patience {
  return patienceUntilEnd({ tries: 12, longestPause: 500 }, workerMilliseconds, remaining);
}

/** The patience of a schedule or a stream, which nobody waits for: until the invocation ends. */
export function jobPatience(remaining: Remaining): Patience {
  return patienceUntilEnd({ tries: 20, longestPause: 2_000 }, jobMilliseconds, remaining);
}

function patienceUntilEnd(
  bounds: Pick<Patience, 'tries' | 'longestPause'>,
  each: number,
  remaining: Remaining,
): Patience {
  return { ...bounds, left: () => Math.min(each, remaining() - spared), spend: (call) => call };
}
