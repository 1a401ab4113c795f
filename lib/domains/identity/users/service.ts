import type { Stored } from '../../../data/entity.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createUserRepository } from './repository.ts';
import { seenAt, type User, userNotFound } from './schema.ts';

export type UserService = ReturnType<typeof createUserService>;

/** Reads people. */
export function createUserService({ read, clock }: Pick<Platform, 'read' | 'clock'>) {
  const users = createUserRepository({ read });

  /** Finds a person who is not deleted; throws `USER_NOT_FOUND` for any other. */
  async function get(userId: string): Promise<Stored<User>> {
    const person = await users.find(userId);
    if (!person || person.status === 'deleted') throw userNotFound();
    return seenAt(clock(), person);
  }

  return { get };
}
