import { clientPatience } from '../client-patience.ts';
import { AnswerLost, DatabaseBusy } from './database.ts';

/** Waits some milliseconds; a test passes one that does not. */
export type Sleep = (milliseconds: number) => Promise<unknown>;

const tries = 8;

/** Tries again what the store was too busy for, or did not answer; all tries share one deadline, the signal, as long as a client waits. */
export function retry<T>(
  work: (signal: AbortSignal) => Promise<T>,
  sleep: Sleep,
  signal = AbortSignal.timeout(clientPatience),
): Promise<T> {
  return retryWhen((error) => isBusy(error) || error instanceof AnswerLost, work, sleep, signal);
}

/** Tries again what the store was too busy for. It has done nothing then, so this is right for any call. */
export function retryBusy<T>(
  work: (signal: AbortSignal) => Promise<T>,
  sleep: Sleep,
  signal = AbortSignal.timeout(clientPatience),
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
      if (!isTransient(error) || attempt === tries || signal.aborted) throw error;
      await sleep(backOff(attempt));
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof DatabaseBusy;
}

/** Up to 25 ms after the first try, twice as much after each further one; random, so that rivals part. */
function backOff(attempt: number): number {
  return Math.random() * Math.min(500, 25 * 2 ** (attempt - 1));
}
