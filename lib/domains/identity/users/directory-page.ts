import type { Page } from '../../../data/page.ts';
import { type DirectoryEntry, positionOf } from './directory-repository.ts';

/**
 * Picks up to `limit` results from entries in their order; an entry without a result is passed over. The page goes on after the
 * last entry that was picked or passed over.
 */
export function pickFrom<T>(
  { items: entries, next }: Page<DirectoryEntry>,
  pick: (entry: DirectoryEntry) => T | undefined,
  limit: number,
): Page<T> {
  const items: T[] = [];
  for (const [at, entry] of entries.entries()) {
    const item = pick(entry);
    const before = entries[at - 1];
    if (item !== undefined && items.length === limit && before) return { items, next: positionOf(before) };
    if (item !== undefined) items.push(item);
  }
  return { items, next };
}
