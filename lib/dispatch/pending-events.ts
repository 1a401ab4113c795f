import { present } from '../data/condition.ts';
import { ConditionFailed, type Database, type Item } from '../data/database.ts';
import type { Position } from '../data/page.ts';
import { retry } from '../data/retry.ts';
import type { Envelope } from '../events/envelope.ts';
import { outboxEvents, pendingIndex, pendingPartitions } from '../events/outbox.ts';
import type { Platform } from '../platform/platform.ts';

/** The pending events to look for. */
interface PendingSelection {
  readonly before: Date;
  /** The most events of each partition of the index. */
  readonly limit: number;
  readonly takes: (event: Envelope) => boolean;
}

/** The events that were found, oldest first in each partition, and the types of those that were passed over. */
interface PendingList {
  readonly events: readonly Envelope[];
  /**
   * The types of events that were passed over; `malformed` stands for one that could not be read, which the stream's handler
   * has logged whole.
   */
  readonly passedOver: readonly string[];
}

/** The events of the outbox that were not sent to their queues yet. */
export interface PendingEvents {
  /** Looks through the oldest 1,000 of each partition: an event that nobody takes for days must not hold up those after it. */
  list(selection: PendingSelection): Promise<PendingList>;
  /** Takes an event out of the index; no error when it is out already, or gone. */
  settle(event: Pick<Envelope, 'id' | 'time'>): Promise<void>;
}

/** The most items of a partition that a list reads, and how many of them at once. */
const mostRead = 1_000;
const pageSize = 100;

interface PendingEventsDependencies extends Pick<Platform, 'clock' | 'sleep'> {
  readonly database: Database;
}

export function createPendingEvents({ database, clock, sleep }: PendingEventsDependencies): PendingEvents {
  async function* oldestOf(partition: string, before: Date): AsyncGenerator<Item> {
    const range = { from: new Date(0).toISOString(), to: before.toISOString() };
    const request = { table: outboxEvents.table, index: pendingIndex, partition, range, limit: pageSize };
    let after: Position | undefined;
    for (let read = 0; read < mostRead; read += pageSize) {
      const { items, next } = await retry(() => database.query({ ...request, ...(after && { after }) }), sleep);
      yield* items;
      if (!next) return;
      after = next;
    }
  }

  async function search(partition: string, { before, limit, takes }: PendingSelection): Promise<PendingList> {
    const events: Envelope[] = [];
    const passedOver: string[] = [];
    for await (const item of oldestOf(partition, before)) {
      const event = readItem(item, clock());
      if (event === 'malformed') passedOver.push(event);
      else if (event && !takes(event)) passedOver.push(event.type);
      else if (event && events.push(event) === limit) break;
    }
    return { events, passedOver };
  }

  return {
    async list(selection) {
      const lists = await Promise.all(pendingPartitions.map((partition) => search(partition, selection)));
      return {
        events: lists.flatMap(({ events }) => events),
        passedOver: lists.flatMap(({ passedOver }) => passedOver),
      };
    },

    // This write does without `commit`: the item keeps the id of the commit that stored it, by which that one recognises a lost
    // answer.
    async settle(event) {
      const write = {
        kind: 'update',
        table: outboxEvents.table,
        key: outboxEvents.key({ event }),
        changes: { remove: [pendingIndex.partitionKey] },
        condition: present('pk'),
      } as const;
      await retry((signal) => database.write(write, signal), sleep).catch(ignoreGone);
    },
  };
}

/** The event of an item; undefined when it has expired. */
function readItem(item: Item, now: Date): Envelope | 'malformed' | undefined {
  try {
    return outboxEvents.fromItem(item, now)?.event;
  } catch {
    return 'malformed';
  }
}

function ignoreGone(error: unknown): void {
  if (!(error instanceof ConditionFailed)) throw error;
}
