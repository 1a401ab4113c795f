import type { AuditEntry } from '../../../commit/audit-entry.ts';
import type { Page, PageRequest } from '../../../data/page.ts';
import { earliestDay } from './calendar.ts';
import type { AuditRepository, Course } from './repository.ts';

/** A page of the entries of a course, in a range of times, newest first. */
interface ListingRequest extends PageRequest {
  /** The beginning and the end, both included, in RFC 3339 in UTC. */
  readonly from: string;
  readonly to: string;
  /** Whether an entry is looked for; all of them are by default. */
  readonly isSought?: (entry: AuditEntry) => boolean;
}

/** Lists a page by one query, which looks at 200 entries at most where only some are looked for. */
type ListCourse = (course: Course, request: ListingRequest) => Promise<Page<AuditEntry>>;

/** The most entries that a page looks at to find those that are looked for. */
const mostEvaluated = 200;

/** The times of all entries that there can be. */
export const everyTime = { from: `${earliestDay}T00:00:00.000Z`, to: '9999' } as const;

export function createCourseListing(entries: Pick<AuditRepository, 'list' | 'positionOf'>): ListCourse {
  return async (course, { isSought, limit, ...request }) => {
    const page = await entries.list(course, { ...request, limit: isSought ? mostEvaluated : limit });
    const found = isSought ? page.items.filter(isSought) : page.items;
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const next = found.length > limit && last ? entries.positionOf(course, last) : page.next;
    return { items, ...(next && { next }) };
  };
}
