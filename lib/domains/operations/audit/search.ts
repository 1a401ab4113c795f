import type { AuditEntry } from '../../../commit/audit-entry.ts';
import type { Page, PageRequest, Position } from '../../../data/page.ts';
import { dayOf, earliestDay, shiftDay } from './calendar.ts';
import { createCourseListing, everyTime } from './course-listing.ts';
import { type AuditDependencies, type Course, createAuditRepository } from './repository.ts';
import type { AuditFilter } from './schema.ts';

export interface AuditSearch {
  /** Finds an entry by its id; throws `AUDIT_EVENT_NOT_FOUND`. */
  get(id: string): Promise<AuditEntry>;
  /**
   * Lists entries that match the filter, newest first, by one query and at most two reads a page. They are those of the actor,
   * or else on the subject, or else of the action, or else of one day after the other, where pages may be empty. Without `from`
   * the days go back 31.
   */
  list(filter: AuditFilter, request: PageRequest): Promise<Page<AuditEntry>>;
}

/** How many days are searched without `from`, including the first. */
const daysFollowed = 31;
/** The bounds of what a client may ask for. */
const { from: earliest, to: latest } = everyTime;

export function createAuditSearch(dependencies: AuditDependencies): AuditSearch {
  const { clock } = dependencies;
  const entries = createAuditRepository(dependencies);
  const listFrom = createCourseListing(entries);

  async function listCourse(course: Course, filter: AuditFilter, request: PageRequest): Promise<Page<AuditEntry>> {
    const range = rangeOf(filter);
    if (!range) return { items: [] };
    const isSought = (entry: AuditEntry) => meets(entry, filter);
    return listFrom(course, { ...range, ...request, ...(isSelective(course, filter) && { isSought }) });
  }

  async function listDays(filter: AuditFilter, { limit, after }: PageRequest): Promise<Page<AuditEntry>> {
    const { day = '', oldest = '', ...position }: Position = after ?? firstDay(filter, clock());
    const request = { limit, after: 'sk' in position ? position : undefined };
    const { items, next } = await listCourse({ by: 'day', value: day }, filter, request);
    if (next) return { items, next: { day, oldest, ...next } };
    return { items, ...(day > oldest && { next: { day: shiftDay(day, -1), oldest } }) };
  }

  async function listActions(action: string, filter: AuditFilter, request: PageRequest): Promise<Page<AuditEntry>> {
    const range = rangeOf(filter);
    return range ? entries.listOf({ action, outcome: filter.outcome }, { ...range, ...request }) : { items: [] };
  }

  return {
    get: (id) => entries.get(id),
    list(filter, request) {
      const { actorId, subject, action } = filter;
      if (actorId !== undefined) return listCourse({ by: 'actor', value: actorId }, filter, request);
      if (subject !== undefined) return listCourse({ by: 'subject', value: subject }, filter, request);
      if (action !== undefined) return listActions(action, filter, request);
      return listDays(filter, request);
    },
  };
}

/** The times to search; none where they would end before they begin, which DynamoDB refuses. */
function rangeOf({ from = earliest, to = latest }: AuditFilter): { from: string; to: string } | undefined {
  return to < earliest ? undefined : { from: from < earliest ? earliest : from, to };
}

/**
 * The first day to search, and the last one to go back to, which stands in the cursor so that it stays the same as time goes
 * on.
 */
function firstDay({ from, to }: AuditFilter, now: Date): { readonly day: string; readonly oldest: string } {
  const day = to && to < now.toISOString() ? to.slice(0, 10) : dayOf(now);
  const oldest = from?.slice(0, 10) ?? shiftDay(day, 1 - daysFollowed);
  if (oldest < earliestDay) return { day, oldest: earliestDay };
  return { day, oldest };
}

/** Whether the filter restricts more than course and range do. */
function isSelective({ by }: Course, { action, outcome, subject }: AuditFilter): boolean {
  return action !== undefined || outcome !== undefined || (by === 'actor' && subject !== undefined);
}

function meets(entry: AuditEntry, { action, outcome, subject }: AuditFilter): boolean {
  const wanted = { action, outcome, subject };
  return (['action', 'outcome', 'subject'] as const).every(
    (field) => wanted[field] === undefined || wanted[field] === entry[field],
  );
}
