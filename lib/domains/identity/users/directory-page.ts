import type { Position } from '../../../data/database.ts';
import { type DirectoryEntry, positionOf } from './directory-repository.ts';

/** Entries in their order, and where the rest of them begins. */
interface EntryPage {
  readonly values: readonly DirectoryEntry[];
  readonly next?: Position | undefined;
}

/** What was picked from entries, and where to go on: after the last entry that was picked or passed over. */
export interface Picked<T> {
  readonly items: readonly T[];
  readonly next?: Position | undefined;
}

/** Picks up to `limit` things from entries in their order; an entry that gives nothing is passed over. */
export function pickFrom<T>(
  { values, next }: EntryPage,
  pick: (entry: DirectoryEntry) => T | undefined,
  limit: number,
): Picked<T> {
  const items: T[] = [];
  for (const [at, entry] of values.entries()) {
    const item = pick(entry);
    const before = values[at - 1];
    if (item !== undefined && items.length === limit && before) return { items, next: positionOf(before) };
    if (item !== undefined) items.push(item);
  }
  return { items, next };
}
