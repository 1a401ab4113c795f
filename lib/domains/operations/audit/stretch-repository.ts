import { dayPartition } from '../../../commit/audit-entry.ts';
import type { Item } from '../../../data/database.ts';
import type { Position } from '../../../data/page.ts';
import { retry } from '../../../data/retry.ts';
import { dayOf } from './calendar.ts';
import type { AuditDependencies } from './repository.ts';

/** A stretch of a day in UTC, its end excluded. */
export interface Stretch {
  readonly from: Date;
  readonly to: Date;
}

/** Reads the items of a stretch as they are stored, oldest first, each page by one query of at most 1 MB, which may lag a second. */
export async function* pagesOf(
  { from, to }: Stretch,
  { database, sleep }: Pick<AuditDependencies, 'database' | 'sleep'>,
): AsyncIterable<readonly Item[]> {
  const partition = dayPartition(dayOf(from));
  // A sort key is a time and an id, so that each of the end comes after the end alone.
  const range = { from: from.toISOString(), to: to.toISOString() };
  let after: Position | undefined;
  do {
    const page = await retry(() => database.query({ table: 'audit', partition, range, after }), sleep);
    yield page.items;
    after = page.next;
  } while (after);
}
