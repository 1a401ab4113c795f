import * as z from 'zod';
import { day, later } from '../clock.ts';
import { currentContext } from '../context.ts';
import type { Index, Item } from '../data/database.ts';
import { entity } from '../data/entity.ts';
import { insert, type Stamp, type Write } from '../data/write.ts';
import { logUnexpected } from '../error-groups.ts';
import { whyUnsendable } from '../message-bounds.ts';
import { schema } from '../schemas.ts';
import type { NewEvent } from './definition.ts';
import { type Envelope, envelope } from './envelope.ts';
import { eventText } from './event-text.ts';

const daysKept = 7;
const shards = 4;

/** The index of events that wait for their queues, oldest first; an event that was sent has left it. */
export const pendingIndex: Index = { name: 'pending', partitionKey: 'pending', sortKey: 'sk' };

/** The partitions of the index, of which there are several, so that none is hot. */
export const pendingPartitions: readonly string[] = Array.from({ length: shards }, (_, shard) => `PENDING#${shard}`);

/** Events, stored in the transaction of their change: the stream carries them on, and the index keeps those not yet sent. */
export const outboxEvents = entity({
  name: 'event',
  table: 'events',
  schema: schema(() => z.object({ event: envelope() })),
  key: ({ event }: { readonly event: Pick<Envelope, 'id' | 'time'> }) => ({ pk: `EVENT#${event.id}`, sk: event.time }),
  index: ({ event }) => ({ pending: pendingPartitionOf(event.id) }),
  expiresAt: ({ event }) => later(new Date(event.time), daysKept * day),
});

/** The write that stores an event in its envelope; throws `RangeError` for one that no queue would take. */
export function eventWrite(
  { definition, id, subject, data }: NewEvent,
  { commitId, now }: Stamp,
  newId: (now: number) => string,
): Write {
  const event = {
    id: id ?? newId(now.getTime()),
    type: definition.type,
    version: definition.version,
    time: now.toISOString(),
    subject,
    data: definition.data().parse(data),
    correlationId: currentContext()?.correlationId ?? commitId,
  };
  requireSendable(event);
  return insert(outboxEvents, { event }, { conflict: () => new Error(`The event ${event.id} exists already`) });
}

/** Refuses what no queue takes, and what would so wait for good, before anything of its change is written. */
export function requireSendable(event: Envelope): void {
  const body = eventText(event);
  const reason = whyUnsendable(body, Buffer.byteLength(body));
  if (reason) throw new RangeError(`No queue takes the event ${event.type} ${event.id}: ${reason}`);
}

/** The event of an item; a malformed one is logged and passed over, since it would hold up all that come after it. */
export function eventOfItem(item: Item, now: Date): Envelope | undefined {
  try {
    return outboxEvents.fromItem(item, now)?.event;
  } catch (error) {
    logUnexpected('malformed event', { error });
    return undefined;
  }
}

/** The partition of an event, by the last digit of its id, which is random. */
function pendingPartitionOf(id: string): string | undefined {
  return pendingPartitions[Number.parseInt(id.slice(-1), 16) % shards];
}
