import type { Item } from '../data/database.ts';
import { dayPartition } from './entry.ts';
import type { AuditRepository, Course } from './repository.ts';
import type { DayRange } from './schema.ts';

/** Queries under way at once. */
const atOnce = 20;

/** Under whom and what entries are found, gathered while they are read. */
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
 * The first item in time that an index shows among the entries of these days and that does not lie under its day, where the
 * seal of the day would be about it.
 */
export async function findMisplaced(
  entries: Pick<AuditRepository, 'itemsOn'>,
  courses: readonly Course[],
  days: DayRange,
): Promise<Item | undefined> {
  let first: Item | undefined;
  for (let at = 0; at < courses.length; at += atOnce) {
    const some = courses.slice(at, at + atOnce).map((course) => firstMisplaced(entries.itemsOn(course, days)));
    first = earliest([first, ...(await Promise.all(some))]);
  }
  return first;
}

async function firstMisplaced(items: AsyncIterable<Item>): Promise<Item | undefined> {
  for await (const item of items) if (item.pk !== dayPartition(item.sk.slice(0, 10))) return item;
  return undefined;
}

function earliest(items: readonly (Item | undefined)[]): Item | undefined {
  return items.filter((item) => item !== undefined).sort((left, right) => (left.sk < right.sk ? -1 : 1))[0];
}
