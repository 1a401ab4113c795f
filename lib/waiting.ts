import { currentContext } from './context.ts';
import { type Patience, requestPatience } from './patience.ts';

/** The patience of the current invocation; outside of one each call has that of a request. */
export function currentPatience(): Patience {
  return currentContext()?.patience ?? requestPatience();
}

/**
 * Makes a call of AWS, which is to end when the signal aborts: when the patience of its caller is over, or when `own` says so.
 */
export function waiting<T>(
  call: (signal: AbortSignal, patience: Patience) => Promise<T>,
  own?: AbortSignal,
): Promise<T> {
  const patience = currentPatience();
  const left = Math.ceil(patience.left());
  const end = left > 0 ? AbortSignal.timeout(left) : AbortSignal.abort();
  return patience.spend(call(own ? AbortSignal.any([own, end]) : end, patience));
}

/** The pause after so many failed tries: up to 25 ms, twice as much for each further one; random, so that rivals part. */
export function backOff(tried: number, longest: number): number {
  return Math.random() * Math.min(longest, 25 * 2 ** (tried - 1));
}
