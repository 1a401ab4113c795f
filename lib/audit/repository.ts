import { type Clock, systemClock } from '../clock.ts';
import type { Database, Index, Item, Key, Position, QueryRequest } from '../data/database.ts';
import { createDynamoDatabase } from '../data/dynamo-database.ts';
import { createReader } from '../data/read.ts';
import { NotFound } from '../errors.ts';
import { log } from '../log.ts';
import { count } from '../metrics.ts';
import { type AuditEntry, auditEntries, dayPartition, liesInPlace, timeOf } from './entry.ts';
import type { DayRange } from './schema.ts';

/** Entries of one kind, by their time: those of an actor, on a subject, or of a day. */
export interface Course {
  readonly by: 'actor' | 'subject' | 'day';
  readonly value: string;
}

/** Some entries of a course, newest first. */
export interface CoursePage {
  /** RFC 3339 in UTC, both included. */
  readonly from: string;
  readonly to: string;
  /** Most entries to read. */
  readonly limit: number;
  readonly after?: Position | undefined;
}

/** The entries of the audit, to be read; they are written by `commit` alone. */
export interface AuditRepository {
  /** The entry of an id, by one read; throws `AUDIT_EVENT_NOT_FOUND`. */
  get(id: string): Promise<AuditEntry>;
  /** One query; an entry that cannot be read or is forged is reported and left out, so that it hides no other. */
  list(
    course: Course,
    page: CoursePage,
  ): Promise<{ readonly entries: readonly AuditEntry[]; readonly next?: Position }>;
  /** Where a list of this course goes on after an entry. */
  positionOf(course: Course, entry: AuditEntry): Position;
  /** All that is stored under a day, as it is stored, in order, seen as of now. */
  itemsOf(day: string): AsyncIterable<Item>;
  /** All that an index shows of a course in some days, as it is stored, in order; it may lag by a second. */
  itemsOn(course: Course, days: DayRange): AsyncIterable<Item>;
}

const indexes: Readonly<Record<'actor' | 'subject', Index>> = {
  actor: { name: 'actor', partitionKey: 'actorId', sortKey: 'sk' },
  subject: { name: 'subject', partitionKey: 'subject', sortKey: 'sk' },
};
const { table } = auditEntries;

export function createAuditRepository({
  database = createDynamoDatabase(),
  clock = systemClock,
}: {
  readonly database?: Database;
  readonly clock?: Clock;
} = {}): AuditRepository {
  const read = createReader({ database, clock });
  return {
    async get(id) {
      const place = { id, time: timeOf(id) };
      const entry = await read.get(auditEntries, place, notFound);
      if (isGenuine(entry, auditEntries.key(place))) return entry;
      throw notFound();
    },

    async list(course, { from, to, limit, after }) {
      const { items, next } = await database.query({
        table,
        ...partitionOf(course),
        // A sort key is a time and an id, and no id reaches a tilde.
        range: { from, to: `${to}~` },
        descending: true,
        limit,
        ...(after && { after }),
      });
      const entries = items.map((item) => entryOf(item, clock())).filter((entry) => entry !== undefined);
      return { entries, ...(next && { next }) };
    },

    positionOf(course, entry) {
      const key = auditEntries.key(entry);
      return course.by === 'day' ? { ...key } : { ...key, [indexes[course.by].partitionKey]: course.value };
    },

    itemsOf: (day) => allItems(database, { table, partition: dayPartition(day), consistent: true }),
    itemsOn: (course, { from, to }) =>
      allItems(database, { table, ...partitionOf(course), range: { from, to: `${to}~` } }),
  };
}

function partitionOf({ by, value }: Course) {
  return by === 'day' ? { partition: dayPartition(value) } : { partition: value, index: indexes[by] };
}

function entryOf(item: Item, now: Date): AuditEntry | undefined {
  try {
    const entry = auditEntries.fromItem(item, now);
    return entry && isGenuine(entry, item) ? entry : undefined;
  } catch (error) {
    log.error('malformed audit entry', { error });
    return undefined;
  }
}

async function* allItems(database: Database, request: Omit<QueryRequest, 'after'>): AsyncIterable<Item> {
  let after: Position | undefined;
  do {
    const page = await database.query({ ...request, ...(after && { after }) });
    yield* page.items;
    after = page.next;
  } while (after);
}

/** An index shows whatever has its keys; what lies where no entry of ours would is nobody's word but the forger's. */
function isGenuine(entry: AuditEntry, key: Key): boolean {
  if (liesInPlace(entry, key)) return true;
  log.error('forged audit entry', { id: entry.id, at: entry.time });
  count('audit.tampered');
  return false;
}

function notFound(): NotFound {
  return new NotFound('AUDIT_EVENT_NOT_FOUND', 'There is no such audit event.');
}
