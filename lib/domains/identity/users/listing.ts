import type { Stored } from '../../../data/entity.ts';
import type { Page, PageRequest } from '../../../data/page.ts';
import type { Platform } from '../../../platform/platform.ts';
import { pickFrom } from './directory-page.ts';
import { createDirectoryRepository, type DirectoryEntry } from './directory-repository.ts';
import { isCandidate, isSought, needsPeople, onRecord, requireServedSort, selectionOf } from './people-search.ts';
import { createUserRepository } from './repository.ts';
import { type PeopleFilter, seenAt, type User } from './schema.ts';

/** Most entries that a page may cost, however few of them it shows. */
const mostEvaluated = 100;

export type ListingService = ReturnType<typeof createListingService>;

/** The list of all people, deleted ones as well, for those who may see them. */
export function createListingService({ read, commit, clock }: Pick<Platform, 'read' | 'commit' | 'clock'>) {
  const users = createUserRepository({ read });
  const directory = createDirectoryRepository({ read });

  /** One query: where nothing sifts its entries it is for no more of them than are shown. */
  async function findEntries(filter: PeopleFilter, { limit, after }: PageRequest): Promise<Page<DirectoryEntry>> {
    const sifted = needsPeople(filter);
    const evaluated = sifted || filter.q !== undefined ? mostEvaluated : limit;
    const page = await directory.query(selectionOf(filter), { limit: evaluated, after });
    const known = new Set<string>();
    const candidate = (entry: DirectoryEntry) => {
      // A query may see somebody twice who is being moved.
      if (known.has(entry.userId) || !isCandidate(entry, filter)) return undefined;
      known.add(entry.userId);
      return entry;
    };
    return pickFrom(page, candidate, sifted ? mostEvaluated : limit);
  }

  /** One batch read; who is not there any more is left out. */
  async function findPeople(entries: readonly DirectoryEntry[]): Promise<Map<string, Stored<User>>> {
    if (entries.length === 0) return new Map();
    const people = await read.findTogether(entries.map(({ userId }) => users.at(userId)));
    const now = clock();
    return new Map(people.flatMap((person) => (person ? [[person.id, seenAt(now, person)]] : [])));
  }

  async function findPage(filter: PeopleFilter, request: PageRequest): Promise<Page<Stored<User>>> {
    const page = await findEntries(filter, request);
    const people = await findPeople(page.items);
    const sought = ({ userId }: DirectoryEntry) => {
      const person = people.get(userId);
      return person && isSought(person, filter) ? person : undefined;
    };
    return pickFrom(page, sought, request.limit);
  }

  return {
    /** People by a filter, put on record before they are shown; throws `SORT_NOT_SERVED`. */
    async list(filter: PeopleFilter, request: PageRequest): Promise<Page<Stored<User>>> {
      requireServedSort(filter);
      const found = await findPage(filter, request);
      const entry = { action: 'users.listed', subject: 'users', outcome: 'success' } as const;
      await commit([], { audit: [{ ...entry, details: { filter: onRecord(filter) } }] });
      return found;
    },
  };
}
