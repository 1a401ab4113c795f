import { type Clock, systemClock } from '../../../clock.ts';
import { type Commit, createCommit } from '../../../commit/commit.ts';
import { hasCode } from '../../../errors.ts';
import {
  createDeadLetterRepository,
  type DeadLetter,
  type DeadLetterRepository,
} from '../../../messaging/dead-letters.ts';
import type { Queue } from '../../../messaging/queue-url.ts';
import { onDeadLetters } from './dead-letter-record.ts';

/** A request has 15 s: no batch is begun after this time, or when none has got anywhere for so long. */
const budgetMilliseconds = 8_000;
const patienceMilliseconds = 2_500;

export interface ClearanceDependencies {
  readonly deadLetters?: Pick<DeadLetterRepository, 'findSome' | 'listOldest' | 'take'>;
  readonly commit?: Commit;
  readonly clock?: Clock;
}

/** How far a way through the dead letters of a queue came. */
export interface Progress {
  /** How many were taken away. */
  readonly count: number;
  /** Whether it came to the end. */
  readonly isDone: boolean;
}

/** The ways to deal with all dead letters of a queue, in batches. */
export interface Clearance {
  /**
   * Hands what was sent before now to `work`, oldest first, which answers how many it took away; what dies again meanwhile
   * is not met again.
   */
  forAll(queue: Queue, limit: number, work: (letters: readonly DeadLetter[]) => Promise<number>): Promise<Progress>;
  /** Takes those away that nobody else has taken meanwhile, in one transaction with their audit entry; answers how many. */
  take(action: 'redriven' | 'deleted', queue: Queue, ids: readonly string[]): Promise<number>;
}

export function createClearance({
  deadLetters = createDeadLetterRepository(),
  commit = createCommit(),
  clock = systemClock,
}: ClearanceDependencies = {}): Clearance {
  const take: Clearance['take'] = async (action, queue, ids) => {
    if (ids.length === 0) return 0;
    try {
      await commit(deadLetters.take(queue, ids), { audit: [onDeadLetters(action, queue, { ids })] });
      return ids.length;
    } catch (error) {
      if (!hasCode(error, 'NO_SUCH_DEAD_LETTER')) throw error;
      return take(action, queue, idsOf(await deadLetters.findSome(queue, ids)));
    }
  };

  return {
    take,

    async forAll(queue, limit, work) {
      const startedAt = clock();
      let [count, progressedAt] = [0, startedAt];
      let after: string | undefined;
      do {
        const page = await deadLetters.listOldest(queue, startedAt, { limit, after });
        const taken = await work(page.values);
        if (taken > 0) [count, progressedAt] = [count + taken, clock()];
        after = page.next;
      } while (after !== undefined && !isTimeUp(clock(), startedAt, progressedAt));
      return { count, isDone: after === undefined };
    },
  };
}

export function idsOf(letters: readonly DeadLetter[]): string[] {
  return letters.map(({ id }) => id);
}

function isTimeUp(now: Date, startedAt: Date, progressedAt: Date): boolean {
  const millisecondsSince = (time: Date) => now.getTime() - time.getTime();
  return millisecondsSince(startedAt) >= budgetMilliseconds || millisecondsSince(progressedAt) >= patienceMilliseconds;
}
