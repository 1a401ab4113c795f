import type { Caller } from '../../../access/caller.ts';
import type { Platform } from '../../../platform/platform.ts';
import { isInReach } from './reach.ts';
import { createUserRepository } from './repository.ts';
import type { User } from './schema.ts';

/** People as far as a caller may know of them. */
export interface KnownPeople {
  readonly names: ReadonlyMap<string, string>;
  /** The ids of those who look to the caller as if they were not there. */
  readonly hidden: ReadonlySet<string>;
}

/** Lends the names of people, deleted ones too, to what tells of them; it finds at most 100 by one batch read. */
export function createPeopleNames({ read }: Pick<Platform, 'read'>) {
  const users = createUserRepository({ read });

  async function find(ids: readonly string[]) {
    const wanted = [...new Set(ids)];
    const found = wanted.length > 0 ? await read.findTogether(wanted.map(users.at)) : [];
    return found.flatMap((person) => person ?? []);
  }

  return {
    /** Finds the names of people by their ids, for whoever may know of all of them; an id that is no person’s has none. */
    find: async (ids: readonly string[]): Promise<KnownPeople['names']> => namesOf(await find(ids)),

    /** Finds people by their ids, as far as the caller may know of them; an id that is no person’s is in neither. */
    async findFor(caller: Caller, ids: readonly string[]): Promise<KnownPeople> {
      const people = await find(ids);
      const hidden = people.filter((person) => !isInReach(caller, person));
      const known = people.filter((person) => isInReach(caller, person));
      return { names: namesOf(known), hidden: new Set(hidden.map(({ id }) => id)) };
    },
  };
}

function namesOf(people: readonly Pick<User, 'id' | 'name'>[]): ReadonlyMap<string, string> {
  return new Map(people.map(({ id, name }) => [id, name]));
}
