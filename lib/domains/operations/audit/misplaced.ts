import { dayPartition } from '../../../commit/audit-entry.ts';
import type { Item } from '../../../data/database.ts';
import { calendarDate } from '../../../schemas.ts';
import { type GenuineDays, isAmong } from './genuine-entry.ts';
import type { AuditRepository, Course } from './repository.ts';
import type { DayRange } from './schema.ts';

/** How many queries run at once. */
const atOnce = 20;

/** An item where no seal covers it, and the day that it is attributed to. */
export interface Misplaced {
  readonly day: string;
  readonly item: Item;
}

/** Where to look for misplaced items: on the courses of the entries that were read, and on days that can have none. */
interface Places {
  readonly courses: readonly Course[];
  readonly range: DayRange;
  readonly outside: readonly string[];
  /** The days that can have entries. */
  readonly genuine: GenuineDays;
}

/** Gathers the actors and subjects of entries while they are read. */
export function createCourses() {
  const values = { actor: new Set<string>(), subject: new Set<string>() };
  return {
    async *gather(items: AsyncIterable<Item>): AsyncIterable<Item> {
      for await (const item of items) {
        if (typeof item.actorId === 'string') values.actor.add(item.actorId);
        if (typeof item.subject === 'string') values.subject.add(item.subject);
        yield item;
      }
    },
    list: (): Course[] =>
      (['actor', 'subject'] as const).flatMap((by) => [...values[by]].map((value): Course => ({ by, value }))),
  };
}

/**
 * Finds the earliest item that an index shows among the entries of a range and that does not lie under its day, where the seal
 * of the day would cover it, or that is of a day that can have no entry.
 */
export async function findMisplaced(
  entries: Pick<AuditRepository, 'itemsOf' | 'itemsOn'>,
  { courses, range, outside, genuine }: Places,
): Promise<Misplaced | undefined> {
  const searches = [
    ...courses.map((course) => () => firstMisplaced(entries.itemsOn(course, range), range, genuine)),
    ...outside.map((day) => () => firstOf(day, entries.itemsOf(day))),
  ];
  let first: Misplaced | undefined;
  for (let at = 0; at < searches.length; at += atOnce) {
    const found = await Promise.all(searches.slice(at, at + atOnce).map((search) => search()));
    first = earliest([first, ...found]);
  }
  return first;
}

async function firstMisplaced(
  items: AsyncIterable<Item>,
  { from }: DayRange,
  genuine: GenuineDays,
): Promise<Misplaced | undefined> {
  for await (const item of items) {
    const day = item.sk.slice(0, 10);
    const isInPlace = item.pk === dayPartition(day) && isAmong(day, genuine);
    // A forged key may begin with what is no date.
    if (!isInPlace) return { day: calendarDate().safeParse(day).data ?? from, item };
  }
  return undefined;
}

async function firstOf(day: string, items: AsyncIterable<Item>): Promise<Misplaced | undefined> {
  for await (const item of items) return { day, item };
  return undefined;
}

function earliest(found: readonly (Misplaced | undefined)[]): Misplaced | undefined {
  const orderOf = ({ day, item }: Misplaced) => `${day}#${item.sk}`;
  return found.filter((each) => each !== undefined).sort((left, right) => (orderOf(left) < orderOf(right) ? -1 : 1))[0];
}
