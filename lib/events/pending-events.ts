import { type Clock, systemClock } from '../clock.ts';
import { present } from '../data/condition.ts';
import { ConditionFailed, type Database } from '../data/database.ts';
import { createDynamoDatabase } from '../data/dynamo-database.ts';
import type { Envelope } from './envelope.ts';
import { eventOfItem, outboxEvents, pendingIndex, pendingPartitions } from './outbox.ts';

/** The events of the outbox that were not sent to their queues yet. */
export interface PendingEvents {
  /** Those from before `before`, oldest first, at most `limit` of each partition of the index. */
  list(selection: { readonly before: Date; readonly limit: number }): Promise<Envelope[]>;
  /** Takes an event out of the index; no error when it is out already, or gone. */
  settle(event: Pick<Envelope, 'id' | 'time'>): Promise<void>;
}

export function createPendingEvents({
  database = createDynamoDatabase(),
  clock = systemClock,
}: {
  readonly database?: Database;
  readonly clock?: Clock;
} = {}): PendingEvents {
  return {
    async list({ before, limit }) {
      const range = { from: new Date(0).toISOString(), to: before.toISOString() };
      const page = { table: outboxEvents.table, index: pendingIndex, range, limit };
      const pages = await Promise.all(pendingPartitions.map((partition) => database.query({ ...page, partition })));
      const now = clock();
      return pages
        .flatMap(({ items }) => items)
        .map((item) => eventOfItem(item, now))
        .filter((event) => event !== undefined);
    },

    // Not by commit: the item keeps the id of the commit that stored it, by which that one recognises a lost answer.
    async settle(event) {
      const write = {
        kind: 'update',
        table: outboxEvents.table,
        key: outboxEvents.key({ event }),
        changes: { remove: [pendingIndex.partitionKey] },
        condition: present('pk'),
      } as const;
      await database.write(write).catch(ignoreGone);
    },
  };
}

function ignoreGone(error: unknown): void {
  if (!(error instanceof ConditionFailed)) throw error;
}
