import { type Caller, isBound } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Page, PageRequest } from '../../../data/page.ts';
import { createIndexSearch } from '../../../indexing/search.ts';
import type { Platform } from '../../../platform/platform.ts';
import { peopleIndex } from './people-index.ts';
import { isSought, needsSifting, onRecord, selectionOf } from './people-search.ts';
import { isInReach } from './reach.ts';
import { type PeopleFilter, type StoredPerson, seenAt, type User } from './schema.ts';

export type ListingService = ReturnType<typeof createListingService>;

/** Lists all people, including deleted ones, for those who may see them. */
export function createListingService({ read, commit, clock }: Pick<Platform, 'read' | 'commit' | 'clock'>) {
  const findPage = createIndexSearch(peopleIndex, { read });

  /** People are judged as they are, since an entry may be of a moment ago. */
  function findPeople(caller: Caller, filter: PeopleFilter, request: PageRequest): Promise<Page<Stored<User>>> {
    const pick = (person: Stored<StoredPerson>) => {
      const seen = seenAt(clock(), person);
      return isSought(seen, filter) && isInReach(caller, seen) ? seen : undefined;
    };
    const sifts = needsSifting(filter) || isBound(caller);
    return findPage({ ...request, selection: selectionOf(filter), sifts, pick });
  }

  return {
    /** Lists people by a filter, which is audited before they are shown; throws `SORT_NOT_SERVED`. */
    async list(caller: Caller, filter: PeopleFilter, request: PageRequest): Promise<Page<Stored<User>>> {
      const found = await findPeople(caller, filter, request);
      const entry = { action: 'users.listed', subject: 'users', outcome: 'success' } as const;
      await commit([], { audit: [{ ...entry, details: { filter: onRecord(filter) } }] });
      return found;
    },
  };
}
