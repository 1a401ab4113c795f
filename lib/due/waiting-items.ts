import { allOf, equals } from '../data/condition.ts';
import type { Database } from '../data/database.ts';
import type { Position } from '../data/page.ts';
import { readable } from '../data/readable.ts';
import { retry } from '../data/retry.ts';
import { update } from '../data/write.ts';
import type { Platform } from '../platform/platform.ts';
import { type DueItem, dueIndex, dueItems, placeInIndex } from './due-item.ts';

/** A part of one partition of the index, from one place up to another. */
export interface Stretch {
  readonly partition: string;
  readonly from: string;
  readonly to: string;
}

/** A page of what waits; `next` and its `place` are there while there may be more. */
interface WaitingPage {
  readonly items: readonly DueItem[];
  readonly next?: Position | undefined;
  readonly place?: string | undefined;
}

/** What waits for its time, as the index has it, which lags a little. */
export interface WaitingItems {
  /** Lists a page of a stretch, by its place; what cannot be read is logged and passed over. */
  list(stretch: Stretch, after: Position | undefined): Promise<WaitingPage>;
  /** Lets an item be looked at again from `time` on, unless it was moved or is over since. */
  putBack(item: DueItem, time: Date): Promise<void>;
}

const pageSize = 100;

/** The items as whoever goes through them has them. */
const readableItems = readable(dueItems);

interface WaitingItemsDependencies extends Pick<Platform, 'clock' | 'sleep' | 'writeAlone'> {
  readonly database: Database;
}

export function createWaitingItems({ database, clock, sleep, writeAlone }: WaitingItemsDependencies): WaitingItems {
  return {
    async list({ partition, from, to }, after) {
      const request = { table: dueItems.table, index: dueIndex, partition, range: { from, to }, limit: pageSize };
      const { items, next } = await retry(() => database.query({ ...request, ...(after && { after }) }), sleep);
      const read = items.map((item) => readableItems.fromItem(item, clock())).filter((item) => item !== undefined);
      return { items: read, next, place: next?.[dueIndex.sortKey] };
    },

    async putBack({ type, id, eventId }, time) {
      const when = allOf(equals('state', 'waiting'), equals('eventId', eventId));
      const set = placeInIndex(eventId, time);
      await writeAlone(update(dueItems, { type, id }, { set, when, conflict: () => new Outrun() })).catch(
        passOverOutrun,
      );
    },
  };
}

/** Somebody has moved or ended the item since it was read. */
class Outrun extends Error {}

function passOverOutrun(error: unknown): void {
  if (!(error instanceof Outrun)) throw error;
}
