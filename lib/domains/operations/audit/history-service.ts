import type { AuditEntry } from '../../../commit/audit-entry.ts';
import type { Page, PageRequest } from '../../../data/page.ts';
import { createCourseListing, everyTime } from './course-listing.ts';
import { type AuditDependencies, createAuditRepository } from './repository.ts';

/**
 * Lists what was done to a subject, newest first, by one query of at most 200 of its entries and a read of the kept head: a page
 * may hold few, or none. A forged entry is reported and left out.
 */
type ListHistory = (
  subject: string,
  isSought: (entry: AuditEntry) => boolean,
  request: PageRequest,
) => Promise<Page<AuditEntry>>;

/** Makes the history of a subject, for the stack that knows what its entries mean. */
export function createAuditHistory(dependencies: AuditDependencies): ListHistory {
  const listFrom = createCourseListing(createAuditRepository(dependencies));
  return (subject, isSought, request) =>
    listFrom({ by: 'subject', value: subject }, { ...everyTime, ...request, isSought });
}
