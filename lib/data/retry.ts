import { backOff, waiting } from '../waiting.ts';
import { AnswerLost, DatabaseBusy, ItemContended } from './database.ts';

/** Waits some milliseconds; a test passes a function that does not. */
export type Sleep = (milliseconds: number) => Promise<unknown>;

/** So many that the deadline ends them: rivals on an item get through one after another, and the load on the store is small. */
const triesAmongRivals = 24;

/**
 * Tries again what a busy or silent store has refused, as often as the caller has patience, and an item that rivals hold until
 * the deadline. All tries share it, and `own` may set a nearer one. It is the only layer that does: the client of DynamoDB
 * tries once.
 */
export function retry<T>(work: (signal: AbortSignal) => Promise<T>, sleep: Sleep, own?: AbortSignal): Promise<T> {
  return waiting(async (signal, { tries, longestPause }) => {
    for (let tried = 1; ; tried++) {
      try {
        return await work(signal);
      } catch (error) {
        if (!isTransient(error) || tried >= mostTries(error, tries) || signal.aborted) throw error;
        await sleep(backOff(tried, longestPause));
        if (signal.aborted) throw error;
      }
    }
  }, own);
}

function isTransient(error: unknown): boolean {
  return error instanceof DatabaseBusy || error instanceof AnswerLost;
}

function mostTries(error: unknown, tries: number): number {
  return error instanceof ItemContended ? triesAmongRivals : tries;
}
