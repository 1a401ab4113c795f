import type { AuditEntry } from '../../../commit/audit-entry.ts';
import { dayOf } from './calendar.ts';
import { genuineEntry } from './genuine-entry.ts';
import type { AuditDependencies } from './repository.ts';
import { pagesOf, type Stretch } from './stretch-repository.ts';

/** Reads the entries of a stretch, oldest first and page by page; a forged one is reported and left out. */
type ReadStretch = (stretch: Stretch) => AsyncIterable<readonly AuditEntry[]>;

/** Makes the reader of a stretch of the audit, for the stack that knows what its entries mean. */
export function createAuditStretches({
  clock,
  ...reading
}: Pick<AuditDependencies, 'database' | 'clock' | 'sleep'>): ReadStretch {
  return async function* (stretch) {
    const days = { first: '', today: dayOf(clock()) };
    for await (const items of pagesOf(stretch, reading)) yield items.flatMap((item) => genuineEntry(item, days) ?? []);
  };
}
