import type { Clock } from '../clock.ts';
import { ConditionFailed, type Database } from './database.ts';
import { retry, type Sleep } from './retry.ts';
import type { Write } from './write.ts';

/**
 * Carries out one write outside of any transaction: concurrent ones on one item take turns, where transactions would collide.
 * It counts what belongs to no change of the business. A failed condition becomes the error that the Write names; an addition
 * may count twice when an answer is lost and a rival writes in between.
 */
export type WriteAlone = (write: Write) => Promise<void>;

interface WriteAloneDependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: (now: number) => string;
  readonly sleep: Sleep;
}

export function createWriteAlone({ database, clock, newId, sleep }: WriteAloneDependencies): WriteAlone {
  return async (write) => {
    const now = clock();
    const stamp = { commitId: newId(now.getTime()), now };
    const action = write.action(stamp);
    if (action.kind === 'check') throw new RangeError('A check alone writes nothing');
    try {
      await retry(async (signal) => void (await database.write(action, signal)), sleep);
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
      const old = error.failures[0]?.old;
      // An answer was lost: the condition fails because of our own earlier attempt.
      if (old?.commitId !== stamp.commitId) throw write.refusal(old, now);
    }
  };
}
