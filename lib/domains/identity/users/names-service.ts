import type { Platform } from '../../../platform/platform.ts';
import { createUserRepository } from './repository.ts';

/** Finds the names of people by their ids, by one batch read of at most 100; an id that is no person’s has none. */
type FindNames = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** Lends the names of people, deleted ones too, to what tells of them. */
export function createPeopleNames({ read }: Pick<Platform, 'read'>): FindNames {
  const users = createUserRepository({ read });
  return async (ids) => {
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return new Map();
    const people = await read.findTogether(wanted.map(users.at));
    return new Map(people.flatMap((person) => (person ? [[person.id, person.name] as const] : [])));
  };
}
