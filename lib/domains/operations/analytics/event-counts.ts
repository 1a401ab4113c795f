import * as z from 'zod';
import { later } from '../../../clock.ts';
import { type Commit, createCommit } from '../../../commit/commit.ts';
import { entity } from '../../../data/entity.ts';
import { upsert, type Write } from '../../../data/write.ts';
import type { Envelope } from '../../../events/envelope.ts';
import { calendarDate } from '../../../schemas.ts';

/** More than a year, so that a month can be held against the same one of the year before. */
const daysKept = 400;

/** How many events of a type there were on a day, in UTC. */
export const eventCounts = entity({
  name: 'event-count',
  table: 'platform',
  schema: z.object({ day: calendarDate, type: z.string(), count: z.int().positive() }),
  key: ({ day, type }: { readonly day: string; readonly type: string }) => ({ pk: `EVENT-COUNTS#${day}`, sk: type }),
  expiresAt: ({ day }) => expiryOf(day),
});

/**
 * Counts an event on the day that it happened, however late it comes. `claim` is the write that only one of its copies can make.
 * One transaction.
 */
export type CountEvent = (event: Pick<Envelope, 'type' | 'time'>, claim: Write) => Promise<void>;

export function createCountEvent({ commit = createCommit() }: { readonly commit?: Commit } = {}): CountEvent {
  let turn: Promise<unknown> = Promise.resolve();
  return ({ type, time }, claim) => {
    const day = time.slice(0, 'YYYY-MM-DD'.length);
    // One after another: the transactions of a batch, all on one item, would get in each other's way.
    const counted = turn.then(() => commit([claim, oneMore(day, type)]));
    turn = counted.catch(() => undefined);
    return counted;
  };
}

function oneMore(day: string, type: string): Write {
  const conflict = () => new Error(`The count of ${type} on ${day} was refused`);
  const fields = { set: { day, type }, add: { count: 1 }, expiresAt: expiryOf(day) };
  return upsert(eventCounts, { day, type }, { ...fields, conflict });
}

function expiryOf(day: string): Date {
  return later(new Date(day), daysKept * 24 * 60 * 60 * 1_000);
}
