import * as z from 'zod';
import { day, later } from '../../../clock.ts';
import { entity } from '../../../data/entity.ts';
import { upsert, type Write } from '../../../data/write.ts';
import { calendarDate, schema } from '../../../schemas.ts';

/** How many days counts are kept: more than a year, so that a month can be compared with the same one a year before. */
const daysKept = 400;

/** How many events of a type there were on a day, in UTC. */
export const eventCounts = entity({
  name: 'event-count',
  table: 'platform',
  schema: schema(() => z.object({ day: calendarDate(), type: z.string(), count: z.int().positive() })),
  key: ({ day, type }: { readonly day: string; readonly type: string }) => ({ pk: `EVENT-COUNTS#${day}`, sk: type }),
  expiresAt: ({ day }) => expiryOf(day),
});

/** The write that counts one more event of a type on a day, `YYYY-MM-DD`. */
export function oneMore(day: string, type: string): Write {
  return upsert(eventCounts, { day, type }, { set: { day, type }, add: { count: 1 }, expiresAt: expiryOf(day) });
}

function expiryOf(date: string): Date {
  return later(new Date(date), daysKept * day);
}
