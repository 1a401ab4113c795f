import { clientPatience } from '../../../client-patience.ts';
import type { Page, Position } from '../../../data/page.ts';
import { hasCode } from '../../../errors.ts';
import { createDeadLetterRepository, type DeadLetter } from '../../../messaging/dead-letter-repository.ts';
import type { Queue } from '../../../messaging/queue-url.ts';
import type { Platform } from '../../../platform/platform.ts';
import { onDeadLetters } from './dead-letter-record.ts';

/** A request has 15 s: no batch begins after this time, nor when none has succeeded in the time that a client would wait. */
const budgetMilliseconds = 8_000;

/** How far a way through the dead letters of a queue came. */
interface Progress {
  /** How many were taken away. */
  readonly count: number;
  /** Whether the end was reached. */
  readonly isDone: boolean;
}

/** Ways to work through all dead letters of a queue, in batches. */
interface Clearance {
  /**
   * Passes dead letters that were sent before now to `work`, oldest first, which answers how many it removed; what is given up
   * again meanwhile is not met again.
   */
  forAll(queue: Queue, limit: number, work: (letters: readonly DeadLetter[]) => Promise<number>): Promise<Progress>;
  /** Removes those that nobody else has removed meanwhile, in one transaction with their audit entry; answers how many. */
  take(action: 'redriven' | 'deleted', queue: Queue, ids: readonly string[]): Promise<number>;
}

export function createClearance({ read, commit, clock }: Pick<Platform, 'read' | 'commit' | 'clock'>): Clearance {
  const deadLetters = createDeadLetterRepository({ read });

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
      let after: Position | undefined;
      do {
        const page: Page<DeadLetter> = await deadLetters.listOldest(queue, startedAt, { limit, after });
        const taken = await work(page.items);
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
  return millisecondsSince(startedAt) >= budgetMilliseconds || millisecondsSince(progressedAt) >= clientPatience;
}
