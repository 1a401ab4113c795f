import type { Page, PageRequest } from '../../../data/page.ts';
import { Unavailable } from '../../../errors.ts';
import {
  createDeadLetterRepository,
  type DeadLetter,
  noSuchDeadLetter,
} from '../../../messaging/dead-letter-repository.ts';
import { contentOf } from '../../../messaging/message-body.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createClearance, idsOf } from './clearance.ts';
import { onDeadLetter, onDeadLetters } from './dead-letter-record.ts';
import { queueByName, type ShownDeadLetter } from './schema.ts';

/** How many dead letters one transaction removes, with room for their tally and their audit entry. */
const batchSize = 50;

export type DeadLetterService = ReturnType<typeof createDeadLetterService>;

/** Shows and deletes dead letters; they tell of people, so that reading them is audited. */
export function createDeadLetterService({ read, commit, clock }: Pick<Platform, 'read' | 'commit' | 'clock'>) {
  const deadLetters = createDeadLetterRepository({ read });
  const clearance = createClearance({ read, commit, clock });

  return {
    /** Lists dead letters by one query, the last sent first; throws `NO_SUCH_QUEUE`, `INVALID_CURSOR`. */
    async list(name: string, request: PageRequest): Promise<Page<ShownDeadLetter>> {
      const queue = queueByName(name);
      const { items, next } = await deadLetters.list(queue, request);
      await commit([], { audit: [onDeadLetters('listed', queue)] });
      return { items: items.map(shown), next };
    },

    /** Reads a dead letter; throws `NO_SUCH_QUEUE`, `NO_SUCH_DEAD_LETTER`. */
    async get(name: string, id: string): Promise<ShownDeadLetter> {
      const queue = queueByName(name);
      const letter = await deadLetters.find(queue, id);
      if (!letter) throw noSuchDeadLetter();
      await commit([], { audit: [onDeadLetter('read', queue, id)] });
      return shown(letter);
    },

    /** Deletes a dead letter; throws `NO_SUCH_QUEUE`, `NO_SUCH_DEAD_LETTER`. */
    async delete(name: string, id: string): Promise<void> {
      const queue = queueByName(name);
      await commit(deadLetters.take(queue, [id]), { audit: [onDeadLetter('deleted', queue, id)] });
    },

    /** Deletes all of them, the oldest first; throws `NO_SUCH_QUEUE`, and `DEAD_LETTERS_LEFT` when time ran out. */
    async deleteAll(name: string): Promise<void> {
      const queue = queueByName(name);
      const { count, isDone } = await clearance.forAll(queue, batchSize, (letters) =>
        clearance.take('deleted', queue, idsOf(letters)),
      );
      if (isDone) return;
      const message = `There was time to delete ${count} dead letters only; repeat the request for the others.`;
      throw new Unavailable('DEAD_LETTERS_LEFT', message, { retryAfter: 1 });
    },
  };
}

function shown({ body, ...letter }: DeadLetter): ShownDeadLetter {
  const content = contentOf(body);
  return { ...letter, message: content === undefined || isDeep(content) ? body : content };
}

/** Whether a value has so many levels that JSON could be read, but not written again. */
function isDeep(value: unknown, levels = 100): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeep(inner, levels - 1));
}
