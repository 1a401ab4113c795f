import { type AuditEntry, auditEntries, dayPartition, timeOf } from '../../../commit/audit-entry.ts';
import type { Database, Index, Item, QueryRequest } from '../../../data/database.ts';
import type { Page, PageRequest, Position } from '../../../data/page.ts';
import { retry } from '../../../data/retry.ts';
import { NotFound } from '../../../errors.ts';
import { createIndexSearch } from '../../../indexing/search.ts';
import type { Platform } from '../../../platform/platform.ts';
import { auditActionIndex, listOfAction } from './action-index.ts';
import { dayOf } from './calendar.ts';
import { createChainHeadReader } from './chain-head-repository.ts';
import { type GenuineDays, genuineEntry } from './genuine-entry.ts';
import { findKeptHead } from './kept-head.ts';
import type { AuditFilter, DayRange } from './schema.ts';

/** Entries of one kind, by their time: those of an actor, on a subject, or of a day. */
export interface Course {
  readonly by: 'actor' | 'subject' | 'day';
  readonly value: string;
}

/** Entries of an action, and with an outcome where one is wanted. */
type ActionFilter = Pick<AuditFilter, 'outcome'> & { readonly action: string };

/** A selection of entries in a range of times, newest first. */
interface CourseRequest extends PageRequest {
  /** The beginning and the end, both included, in RFC 3339 in UTC. */
  readonly from: string;
  readonly to: string;
}

/** Reads the entries of the audit; `commit` alone writes them. */
export interface AuditRepository {
  /** Reads an entry by its id, and the kept head; throws `AUDIT_EVENT_NOT_FOUND`. */
  get(id: string): Promise<AuditEntry>;
  /** Lists entries by one query, and reads the kept head; an entry that is unreadable or forged is reported and left out. */
  list(course: Course, request: CourseRequest): Promise<Page<AuditEntry>>;
  /** Lists entries of an action likewise, by one query of their index and one batch read. */
  listOf(filter: ActionFilter, request: CourseRequest): Promise<Page<AuditEntry>>;
  /** Where a list of this course goes on after an entry. */
  positionOf(course: Course, entry: AuditEntry): Position;
  /** Reads all items of a day as they are stored, in order and up to date. */
  itemsOf(day: string): AsyncIterable<Item>;
  /** Reads all items that an index shows of a course in some days, as they are stored, in order; it may lag by a second. */
  itemsOn(course: Course, days: DayRange): AsyncIterable<Item>;
}

const indexes: Readonly<Record<'actor' | 'subject', Index>> = {
  actor: { name: 'actor', partitionKey: 'actorId', sortKey: 'sk' },
  subject: { name: 'subject', partitionKey: 'subject', sortKey: 'sk' },
};
const { table } = auditEntries;

/** What the audit is read with; entries are compared as they are stored, and therefore read from the database itself. */
export interface AuditDependencies extends Pick<Platform, 'read' | 'clock' | 'sleep'> {
  readonly database: Database;
}

export function createAuditRepository({ database, read, clock, sleep }: AuditDependencies): AuditRepository {
  const heads = createChainHeadReader({ read });
  const findPage = createIndexSearch(auditActionIndex, { read });

  /** Answers what was read and the days that it can be of; they are determined afterwards, for a day may end meanwhile. */
  async function withDays<T>(reading: Promise<T>): Promise<readonly [T, GenuineDays]> {
    const [found, kept] = await Promise.all([reading, findKeptHead(heads, clock)]);
    const first = typeof kept === 'object' ? kept.first : '';
    return [found, { first, today: dayOf(clock()) }];
  }

  async function* itemsBy(request: Omit<QueryRequest, 'after'>): AsyncIterable<Item> {
    let after: Position | undefined;
    do {
      const page: Page<Item> = await retry(() => database.query({ ...request, after }), sleep);
      yield* page.items;
      after = page.next;
    } while (after);
  }

  return {
    async get(id) {
      const request = { table, key: auditEntries.key({ id, time: timeOf(id) }), consistent: true };
      const [item, days] = await withDays(retry(() => database.get(request), sleep));
      const entry = item && genuineEntry(item, days);
      if (!entry) throw notFound();
      return entry;
    },

    async list(course, { from, to, limit, after }) {
      const request = {
        table,
        ...partitionOf(course),
        // A sort key is a time and an id, and no id reaches a tilde.
        range: { from, to: `${to}~` },
        descending: true,
        limit,
        after,
      };
      return genuinePage(await withDays(retry(() => database.query(request), sleep)));
    },

    async listOf({ action, outcome }, { from, to, limit, after }) {
      const selection = { list: listOfAction(action), descending: true, range: { from, to: `${to}~` } };
      const pick = (item: Item) => (outcome === undefined || item.outcome === outcome ? item : undefined);
      const request = { selection, limit, after, sifts: outcome !== undefined, pick };
      return genuinePage(await withDays(findPage(request)));
    },

    positionOf(course, entry) {
      const key = auditEntries.key(entry);
      return course.by === 'day' ? { ...key } : { ...key, [indexes[course.by].partitionKey]: course.value };
    },

    itemsOf: (day) => itemsBy({ table, partition: dayPartition(day), consistent: true }),
    itemsOn: (course, { from, to }) => itemsBy({ table, ...partitionOf(course), range: { from, to: `${to}~` } }),
  };
}

function genuinePage([page, days]: readonly [Page<Item>, GenuineDays]): Page<AuditEntry> {
  return { ...page, items: page.items.flatMap((item) => genuineEntry(item, days) ?? []) };
}

function partitionOf({ by, value }: Course) {
  return by === 'day' ? { partition: dayPartition(value) } : { partition: value, index: indexes[by] };
}

function notFound(): NotFound {
  return new NotFound('AUDIT_EVENT_NOT_FOUND', 'There is no such audit event.');
}
