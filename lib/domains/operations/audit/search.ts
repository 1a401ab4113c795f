import { type Clock, systemClock } from '../../../clock.ts';
import type { AuditEntry } from '../../../commit/audit-entry.ts';
import type { Position } from '../../../data/database.ts';
import { dayOf, earliestDay, shiftDay } from './calendar.ts';
import { type AuditRepository, type Course, createAuditRepository } from './repository.ts';
import type { AuditFilter } from './schema.ts';

/** A part of what was found; `next` is there while there may be more. */
export interface FoundEntries {
  readonly items: readonly AuditEntry[];
  readonly next?: Position;
}

export interface AuditSearch {
  /** The entry of an id; throws `AUDIT_EVENT_NOT_FOUND`. */
  get(id: string): Promise<AuditEntry>;
  /**
   * Entries that meet the filter, newest first, by one query and one read a page: of the actor, else on the subject, else of one day
   * after the other, which may make empty pages. Without `from` the days go back 31.
   */
  list(filter: AuditFilter & { readonly limit: number }, after?: Position): Promise<FoundEntries>;
}

type Search = AuditFilter & { readonly limit: number };

/** Most entries that a page looks at to find those that meet the filter. */
const mostEvaluated = 200;
/** How far days are followed when nobody says from when on, the first included. */
const daysFollowed = 31;
/** They bound what a client may ask for. */
const earliest = `${earliestDay}T00:00:00.000Z`;
const latest = '9999';

export function createAuditSearch({
  entries = createAuditRepository(),
  clock = systemClock,
}: {
  readonly entries?: AuditRepository;
  readonly clock?: Clock;
} = {}): AuditSearch {
  async function listCourse(course: Course, search: Search, after?: Position): Promise<FoundEntries> {
    const { from = earliest, to = latest, limit } = search;
    // DynamoDB refuses a range that ends before it begins.
    if (to < earliest) return { items: [] };
    const range = { from: from < earliest ? earliest : from, to };
    const most = isSelective(course, search) ? mostEvaluated : limit;
    const page = await entries.list(course, { ...range, limit: most, after });
    const found = page.entries.filter((entry) => meets(entry, search));
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const next = found.length > limit && last ? entries.positionOf(course, last) : page.next;
    return { items, ...(next && { next }) };
  }

  async function listDays(search: Search, after: Position = firstDay(search, clock())): Promise<FoundEntries> {
    const { day = '', oldest = '', ...position } = after;
    const { items, next } = await listCourse(
      { by: 'day', value: day },
      search,
      'sk' in position ? position : undefined,
    );
    if (next) return { items, next: { day, oldest, ...next } };
    return { items, ...(day > oldest && { next: { day: shiftDay(day, -1), oldest } }) };
  }

  return {
    get: (id) => entries.get(id),
    list(search, after) {
      const { actorId, subject } = search;
      if (actorId !== undefined) return listCourse({ by: 'actor', value: actorId }, search, after);
      if (subject !== undefined) return listCourse({ by: 'subject', value: subject }, search, after);
      return listDays(search, after);
    },
  };
}

/** The day to begin with, and the last one to go back to: it stands in the cursor, so that it stays as time goes on. */
function firstDay({ from, to }: AuditFilter, now: Date): { readonly day: string; readonly oldest: string } {
  const day = to && to < now.toISOString() ? to.slice(0, 10) : dayOf(now);
  const oldest = from?.slice(0, 10) ?? shiftDay(day, 1 - daysFollowed);
  if (oldest < earliestDay) return { day, oldest: earliestDay };
  return { day, oldest };
}

/** Whether the filter asks for more than the course and the range give. */
function isSelective({ by }: Course, { action, outcome, subject }: AuditFilter): boolean {
  return action !== undefined || outcome !== undefined || (by === 'actor' && subject !== undefined);
}

function meets(entry: AuditEntry, { action, outcome, subject }: AuditFilter): boolean {
  const wanted = { action, outcome, subject };
  return (['action', 'outcome', 'subject'] as const).every(
    (field) => wanted[field] === undefined || wanted[field] === entry[field],
  );
}
