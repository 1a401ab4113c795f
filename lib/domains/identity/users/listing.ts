import type { Stored } from '../../../data/entity.ts';
import type { Page, PageRequest } from '../../../data/page.ts';
import type { Platform } from '../../../platform/platform.ts';
import { pickFrom } from './directory-page.ts';
import { createDirectoryRepository, type DirectoryEntry } from './directory-repository.ts';
import { isCandidate, isSought, needsPeople, onRecord, requireServedSort, selectionOf } from './people-search.ts';
import { createUserRepository } from './repository.ts';
import { type PeopleFilter, seenAt, type User } from './schema.ts';

/** The most entries that a page reads, however few of them it shows. */
const mostEvaluated = 100;

export type ListingService = ReturnType<typeof createListingService>;

/** Lists all people, including deleted ones, for those who may see them. */
export function createListingService({ read, commit, clock }: Pick<Platform, 'read' | 'commit' | 'clock'>) {
  const users = createUserRepository({ read });
  const directory = createDirectoryRepository({ read });

  /** Reads entries by one query; where nothing filters them, it reads no more than are shown. */
  async function findEntries(filter: PeopleFilter, { limit, after }: PageRequest): Promise<Page<DirectoryEntry>> {
    const sifted = needsPeople(filter);
    const evaluated = sifted || filter.q !== undefined ? mostEvaluated : limit;
    const page = await directory.query(selectionOf(filter), { limit: evaluated, after });
    const known = new Set<string>();
    const candidate = (entry: DirectoryEntry) => {
      // A query may find a person twice whose entry is just being moved.
      if (known.has(entry.userId) || !isCandidate(entry, filter)) return undefined;
      known.add(entry.userId);
      return entry;
    };
    return pickFrom(page, candidate, sifted ? mostEvaluated : limit);
  }

  /** Reads people in one batch; those who are gone are left out. */
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
    /** Lists people by a filter, which is audited before they are shown; throws `SORT_NOT_SERVED`. */
    async list(filter: PeopleFilter, request: PageRequest): Promise<Page<Stored<User>>> {
      requireServedSort(filter);
      const found = await findPage(filter, request);
      const entry = { action: 'users.listed', subject: 'users', outcome: 'success' } as const;
      await commit([], { audit: [{ ...entry, details: { filter: onRecord(filter) } }] });
      return found;
    },
  };
}
