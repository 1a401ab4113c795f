import { AnswerLost, DatabaseBusy, ItemContended } from './database.ts';
import { currentDeadline } from './deadline.ts';

/** Waits some milliseconds; a test passes a function that does not. */
export type Sleep = (milliseconds: number) => Promise<unknown>;

const tries = 8;
/** So many that the deadline ends them: rivals on an item get through one after another, and the load on the store is small. */
const triesAmongRivals = 24;

/** Retries what a busy or silent store has refused; all attempts share one deadline, the signal, as long as a client waits. */
export function retry<T>(
  work: (signal: AbortSignal) => Promise<T>,
  sleep: Sleep,
  signal = currentDeadline(),
): Promise<T> {
  return retryWhen((error) => isBusy(error) || error instanceof AnswerLost, work, sleep, signal);
}

/** Retries what a busy store has refused, which it then has not done, so that this is right for any call. */
export function retryBusy<T>(
  work: (signal: AbortSignal) => Promise<T>,
  sleep: Sleep,
  signal = currentDeadline(),
): Promise<T> {
  return retryWhen(isBusy, work, sleep, signal);
}

async function retryWhen<T>(
  isTransient: (error: unknown) => boolean,
  work: (signal: AbortSignal) => Promise<T>,
  sleep: Sleep,
  signal: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(signal);
    } catch (error) {
      if (!isTransient(error) || attempt >= mostTries(error) || signal.aborted) throw error;
      await sleep(backOff(attempt));
      if (signal.aborted) throw error;
    }
  }
}

function mostTries(error: unknown): number {
  return error instanceof ItemContended ? triesAmongRivals : tries;
}

function isBusy(error: unknown): boolean {
  return error instanceof DatabaseBusy;
}

/** The pause before a retry: up to 25 ms, and twice as much for each further one; it is random, so that rivals part. */
function backOff(attempt: number): number {
  return Math.random() * Math.min(500, 25 * 2 ** (attempt - 1));
}
