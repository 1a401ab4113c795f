import type { Caller } from '../../../access/caller.ts';
import type { Platform } from '../../../platform/platform.ts';
import { isInReach } from './authority.ts';
import { createUserRepository } from './repository.ts';

/** People as far as a caller may know of them. */
export interface KnownPeople {
  readonly names: ReadonlyMap<string, string>;
  /** The ids of those who look to the caller as if they were not there. */
  readonly hidden: ReadonlySet<string>;
}

/** Finds people by their ids, by one batch read of at most 100; an id that is no person’s is in neither. */
type FindKnownNames = (caller: Caller, ids: readonly string[]) => Promise<KnownPeople>;

/** Lends the names of people, deleted ones too, to what tells of them to a caller who may not know of all. */
export function createKnownNames({ read }: Pick<Platform, 'read'>): FindKnownNames {
  const users = createUserRepository({ read });
  return async (caller, ids) => {
    const wanted = [...new Set(ids)];
    const found = wanted.length > 0 ? await read.findTogether(wanted.map(users.at)) : [];
    const people = found.flatMap((person) => person ?? []);
    const known = people.filter((person) => isInReach(caller, person));
    const hidden = people.filter((person) => !isInReach(caller, person));
    return { names: new Map(known.map(({ id, name }) => [id, name])), hidden: new Set(hidden.map(({ id }) => id)) };
  };
}
