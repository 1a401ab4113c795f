import type { Stored } from '../data/entity.ts';
import type { Page, PageRequest } from '../data/page.ts';
import { readable, readableAt } from '../data/readable.ts';
import type { Platform } from '../platform/platform.ts';
import { type Course, courseOf, type Selection } from './course.ts';
import { type Index, placeOf } from './definition.ts';
import { type StoredEntry, storedEntries } from './entry.ts';
import { pickFrom } from './page-picking.ts';

/** A page of what is looked for. */
interface IndexRequest<R, T> extends PageRequest {
  readonly selection: Selection;
  /** Whether `pick` leaves out some of what is found, so that a page has to look at more than it shows. */
  readonly sifts: boolean;
  /** The result of a record as it is; undefined where it is not among those looked for. */
  readonly pick: (record: Stored<R>) => T | undefined;
}

/**
 * Finds a page of records by one query of at most 200 entries, which may lag a second, and one batch read of at most 100
 * records, in the order of the entries; a page may hold few, or none.
 */
type FindPage<R> = <T>(request: IndexRequest<R, T>) => Promise<Page<T>>;

/** The most records that a page reads, however few of them it shows. */
const mostRecords = 100;

const positionOf = (entry: StoredEntry) => ({ ...storedEntries.key(entry) });

/** Makes the search of an index; what it finds it judges as it is by now, since an entry may be of a moment ago. */
export function createIndexSearch<R>(index: Index<R>, { read }: Pick<Platform, 'read'>): FindPage<R> {
  /** Reads the entries whose records are to be read: where nothing sifts, no more of them than are shown. */
  async function findEntries(course: Course<R>, sifts: boolean, request: PageRequest): Promise<Page<StoredEntry>> {
    const { partition, range, descending, counts, mostEntries, fewestEntries } = course;
    const limit = sifts ? mostEntries : Math.max(request.limit, fewestEntries);
    const order = { ...(range && { range }), ...(descending !== undefined && { descending }) };
    const page = await read.query(readable(storedEntries), { partition, ...order, limit, after: request.after });
    const most = { limit: sifts ? mostRecords : request.limit, positionOf };
    return pickFrom(page, (entry) => (counts(entry) ? entry : undefined), most);
  }

  /** Reads records in one batch; those that are gone, and that nobody can read, are left out. */
  async function findRecords(entries: readonly StoredEntry[]): Promise<Map<string, Stored<R>>> {
    const recordIds = [...new Set(entries.map(({ recordId }) => recordId))];
    if (recordIds.length === 0) return new Map();
    const records = await read.findTogether(recordIds.map((recordId) => readableAt(index.at(recordId))));
    const found = recordIds.map((recordId, nth) => [recordId, records[nth]] as const);
    return new Map(found.flatMap(([recordId, record]) => (record ? [[recordId, record]] : [])));
  }

  /** Whether a record still stands where an entry says. */
  function stands(record: R, entry: StoredEntry, { counts }: Course<R>): boolean {
    const place = placeOf(entry);
    return index.entriesOf(record).some((own) => placeOf(own) === place && counts(own));
  }

  return async ({ selection, sifts, pick, ...request }) => {
    const course = courseOf(index, selection);
    const entries = await findEntries(course, sifts || course.sifts, request);
    const records = await findRecords(entries.items);
    const found = (entry: StoredEntry) => {
      const record = records.get(entry.recordId);
      return record && stands(record, entry, course) && course.isFound(record) ? pick(record) : undefined;
    };
    return pickFrom(entries, found, { limit: request.limit, positionOf });
  };
}
