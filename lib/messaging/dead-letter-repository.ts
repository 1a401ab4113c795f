import * as z from 'zod';
import { entity, type Stored } from '../data/entity.ts';
import type { Page, PageRequest, Position } from '../data/page.ts';
import { at } from '../data/read.ts';
import { insert, remove, upsert, type Write } from '../data/write.ts';
import { Conflict, InvalidInput, NotFound } from '../errors.ts';
import type { Platform } from '../platform/platform.ts';
import { id, instant, type Output, schema } from '../schemas.ts';
import { beginningOfIds } from './dead-letter-id.ts';
import { failureCause } from './failures.ts';
import type { Queue } from './queue-url.ts';

/** A message that was given up, and why. */
export const deadLetter = schema(() =>
  z.object({
    /** An id that begins with the time of sending, so that ids sort by it; each copy of a message has the same. */
    id: id(),
    queue: z.string(),
    /** The body as it was sent, whether or not it is JSON. */
    body: z.string(),
    error: failureCause(),
    /** How often a worker received it. */
    receives: z.int().nonnegative(),
    sentAt: instant(),
    diedAt: instant(),
  }),
);
export type DeadLetter = Output<typeof deadLetter>;

/** The dead letters, each a message that was given up. */
export const deadLetters = entity({
  name: 'dead-letter',
  table: 'platform',
  schema: deadLetter,
  key: ({ queue, id }: { queue: string; id: string }) => ({ pk: partitionOf(queue), sk: id }),
});

/** How many dead letters a queue has, kept in the transactions that add and remove them, so that nothing has to count. */
export const tallies = entity({
  name: 'dead-letter-tally',
  table: 'platform',
  schema: schema(() => z.object({ queue: z.string(), count: z.int() })),
  key: ({ queue }: { queue: string }) => ({ pk: `QUEUE#${queue}`, sk: 'DEAD-LETTERS' }),
});

/** The dead letters of the queues, listed in the order of their ids; a position is a queue's name and an id in it. */
interface DeadLetterRepository {
  find(queue: Queue, id: string): Promise<Stored<DeadLetter> | undefined>;
  /** Finds those of at most 100 that are still there, by one batch read. */
  findSome(queue: Queue, ids: readonly string[]): Promise<Stored<DeadLetter>[]>;
  /**
   * Lists dead letters by one query, the last sent first; it may lag the latest writes by a second. Throws `INVALID_CURSOR`.
   */
  list(queue: Queue, request: PageRequest): Promise<Page<Stored<DeadLetter>>>;
  /** Lists those that were sent before an instant by one consistent query, oldest first. */
  listOldest(queue: Queue, sentBefore: Date, request: PageRequest): Promise<Page<Stored<DeadLetter>>>;
  /** Adds dead letters to a queue; throws `ALREADY_RECORDED` when one of them is there. */
  add(queue: Queue, letters: readonly DeadLetter[]): readonly Write[];
  /** Removes dead letters of a queue; throws `NO_SUCH_DEAD_LETTER` when one of them is gone. */
  take(queue: Queue, ids: readonly string[]): readonly Write[];
}

export function createDeadLetterRepository({ read }: Pick<Platform, 'read'>): DeadLetterRepository {
  async function query(queue: Queue, order: object, { limit, after }: PageRequest): Promise<Page<Stored<DeadLetter>>> {
    const begin = after && { ...deadLetters.key({ queue, id: idIn(queue, after) }) };
    const { items, next } = await read.query(deadLetters, {
      partition: partitionOf(queue),
      ...order,
      limit,
      after: begin,
    });
    return { items, next: next?.sk === undefined ? undefined : { queue, id: next.sk } };
  }

  return {
    find: (queue, id) => read.find(deadLetters, { queue, id }),

    async findSome(queue, ids) {
      const found = await read.findTogether(ids.map((id) => at(deadLetters, { queue, id })));
      return found.filter((letter) => letter !== undefined);
    },

    list: (queue, request) => query(queue, { descending: true }, request),

    listOldest: (queue, sentBefore, request) =>
      query(queue, { consistent: true, range: { from: '0', to: beginningOfIds(sentBefore) } }, request),

    add: (queue, letters) => [
      ...letters.map((letter) => insert(deadLetters, letter, { conflict: alreadyRecorded })),
      tally(queue, letters.length),
    ],

    take: (queue, ids) => [
      ...ids.map((id) => remove(deadLetters, { queue, id }, { conflict: noSuchDeadLetter })),
      tally(queue, -ids.length),
    ],
  };
}

/** The id of a position, which is valid only for the queue that it was made for. */
function idIn(queue: Queue, { queue: its, id }: Position): string {
  if (its === queue && id !== undefined) return id;
  throw new InvalidInput('INVALID_CURSOR', 'The cursor is not one of this list; start again without it.');
}

export function noSuchDeadLetter(): NotFound {
  return new NotFound('NO_SUCH_DEAD_LETTER', 'There is no such dead letter.');
}

function alreadyRecorded(): Conflict {
  return new Conflict('ALREADY_RECORDED', 'The dead letter is recorded already');
}

function tally(queue: string, change: number): Write {
  return upsert(tallies, { queue }, { set: { queue }, add: { count: change } });
}

function partitionOf(queue: string): string {
  return `DEAD-LETTERS#${queue}`;
}
