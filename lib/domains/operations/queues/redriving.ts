import { createDeadLetterRepository, noSuchDeadLetter } from '../../../messaging/dead-letter-repository.ts';
import { queuesUnavailable } from '../../../messaging/queues-unavailable.ts';
import type { Send } from '../../../messaging/send.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createClearance, idsOf } from './clearance.ts';
import { onDeadLetter } from './dead-letter-record.ts';
import { queueByName, type Redriven } from './schema.ts';

/** How many messages one call sends. */
const batchSize = 10;

interface RedrivingDependencies extends Pick<Platform, 'read' | 'commit' | 'clock'> {
  readonly send: Send;
}

export type Redriving = ReturnType<typeof createRedriving>;

/**
 * Sends dead letters to their queue again, and removes each only then: in between the message is in both places, and a letter
 * that was left there can be redriven again.
 */
export function createRedriving({ send, read, commit, clock }: RedrivingDependencies) {
  const deadLetters = createDeadLetterRepository({ read });
  const clearance = createClearance({ read, commit, clock });

  return {
    /** Redrives a dead letter; throws `NO_SUCH_QUEUE`, `NO_SUCH_DEAD_LETTER`, `QUEUES_UNAVAILABLE`. */
    async redrive(name: string, id: string): Promise<void> {
      const queue = queueByName(name);
      const letter = await deadLetters.find(queue, id);
      if (!letter) throw noSuchDeadLetter();
      const unsent = await send(queue, [{ id, body: letter.body, redriven: true }]);
      if (unsent.size > 0) throw queuesUnavailable();
      await commit(deadLetters.take(queue, [id]), { audit: [onDeadLetter('redriven', queue, id)] });
    },

    /**
     * Redrives as many as there is time for, the oldest first; one that the queue refuses stays, and stops no other. Throws
     * `NO_SUCH_QUEUE`, and `QUEUES_UNAVAILABLE` when there are some and none could be sent.
     */
    async redriveAll(name: string): Promise<Redriven> {
      const queue = queueByName(name);
      let refused = 0;
      const { count } = await clearance.forAll(queue, batchSize, async (letters) => {
        const messages = letters.map(({ id, body }) => ({ id, body, redriven: true }));
        const unsent = await send(queue, messages);
        refused += unsent.size;
        return clearance.take(
          'redriven',
          queue,
          idsOf(letters).filter((id) => !unsent.has(id)),
        );
      });
      if (count === 0 && refused > 0) throw queuesUnavailable();
      return { count };
    },
  };
}
