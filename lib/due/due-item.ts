import * as z from 'zod';
import { day, later } from '../clock.ts';
import type { Index } from '../data/database.ts';
import { entity, type ValueOf } from '../data/entity.ts';
import type { Envelope } from '../events/envelope.ts';
import { id, instant, schema } from '../schemas.ts';

/** How many days an item is kept after it is over: longer than a dead letter may be redriven. */
const daysKept = 30;
/**
 * How many days an item waits after its time, or after it was asked for: ten years. Nothing that waits is dropped because no tick
 * or no worker came for long, as on a laptop that was not started; what an abandoned stage has left goes in the end.
 */
const daysWaited = 3_650;
const shards = 4;

/** The index of what waits, by its time; an item that is done or cancelled has left it. */
export const dueIndex: Index = { name: 'due', partitionKey: 'due', sortKey: 'dueKey' };

/** The partitions of the index, of which there are several, so that none is hot. */
export const duePartitions: readonly string[] = Array.from({ length: shards }, (_, shard) => `DUE#${shard}`);

/** What is due: its kind, and the id that its domain gave it. */
interface DueId {
  readonly type: string;
  readonly id: string;
}

/** Something that is to be done at an instant. */
export type DueItem = ValueOf<typeof dueItems>;

export const dueItems = entity({
  name: 'due',
  table: 'platform',
  schema: schema(() =>
    z.object({
      type: z.string().min(1),
      id: z.string().min(1),
      at: instant(),
      state: z.enum(['waiting', 'done', 'cancelled']),
      /** The id of its event, in each copy of its message; another one after each move, so that those before count no more. */
      eventId: id(),
      dataVersion: z.int().positive(),
      subject: z.string().min(1),
      data: z.record(z.string(), z.unknown()),
      correlationId: z.string().min(1),
      scheduledAt: instant(),
      /** Where it stands in the index while it waits. */
      due: z.string().optional(),
      dueKey: z.string().optional(),
    }),
  ),
  key: ({ type, id }: DueId) => ({ pk: `DUE#${type}#${id}`, sk: 'DUE' }),
  expiresAt: ({ at, scheduledAt }) => expiryOfWaiting(new Date(at), new Date(scheduledAt)),
});

/** When an item expires that waits for an instant since `now`, if nobody ends it before. */
export function expiryOfWaiting(at: Date, now: Date): Date {
  return later(at > now ? at : now, daysWaited * day);
}

/** When an item expires that is over, done or cancelled, at `now`. */
export function expiryOfOver(now: Date): Date {
  return later(now, daysKept * day);
}

/** The place in the index of what is to be looked at from `time` on, which no two items share. */
export function placeInIndex(eventId: string, time: Date): { readonly due: string; readonly dueKey: string } {
  // The last digit of the id is random.
  const shard = Number.parseInt(eventId.slice(-1), 16) % shards;
  return { due: `DUE#${shard}`, dueKey: `${time.toISOString()}#${eventId}` };
}

/** The event that tells that an item is due; its time is when that was decided. */
export function eventOfDue(item: DueItem): Envelope {
  const { eventId, type, dataVersion: version, scheduledAt: time, subject, data, correlationId, id, at } = item;
  return { id: eventId, type, version, time, subject, data: { ...data, due: { id, at } }, correlationId };
}
