import { type AuditEntry, auditEntries, liesInPlace } from '../../../commit/audit-entry.ts';
import type { Item } from '../../../data/database.ts';
import { log } from '../../../log.ts';
import { count } from '../../../metrics.ts';
import { auditTampered } from '../metrics.ts';

/** The days that can have genuine entries: from the first that was sealed, which is empty where none was, to today. */
export interface GenuineDays {
  readonly first: string;
  readonly today: string;
}

/** Whether a day is one of those that can have genuine entries. */
export function isAmong(day: string, { first, today }: GenuineDays): boolean {
  return first <= day && day <= today;
}

/**
 * The entry of an item; undefined, and reported, where it cannot be read, lies where no entry of ours would, or is of a day
 * that can have none: only a forger writes such items.
 */
export function genuineEntry(item: Item, days: GenuineDays): AuditEntry | undefined {
  const entry = readEntry(item);
  if (!entry || (liesInPlace(entry, item) && isAmong(entry.time.slice(0, 10), days))) return entry;
  log.error('forged audit entry', { id: entry.id, at: entry.time });
  count(auditTampered);
  return undefined;
}

/** Reads an entry. None ever expires: one with an expiry is shown all the same, or it would be hidden without a trace. */
function readEntry({ expiresAt: _, ...item }: Item): AuditEntry | undefined {
  try {
    return auditEntries.fromItem(item as Item, new Date(0));
  } catch (error) {
    log.error('malformed audit entry', { error });
    count(auditTampered);
    return undefined;
  }
}
