import type { Stored } from '../data/entity.ts';
import { createUserRepository, type UserRepository } from './repository.ts';
import { type User, userNotFound } from './schema.ts';

/** Where a mail to a person goes, and how it greets them. */
export interface Recipient {
  readonly email: string;
  readonly name: string;
}

export type UserService = ReturnType<typeof createUserService>;

/** People as they are seen and written to. */
export function createUserService({ users = createUserRepository() }: { readonly users?: UserRepository } = {}) {
  return {
    /** One's own account; throws `USER_NOT_FOUND` once it is deleted. */
    async get(userId: string): Promise<Stored<User>> {
      const person = await users.find(userId);
      if (!person || person.status === 'deleted') throw userNotFound();
      return person;
    },

    /** Whom to write to; undefined for a person who is gone. */
    async recipientOf(userId: string): Promise<Recipient | undefined> {
      const person = await users.find(userId);
      return person && person.status !== 'deleted' ? { email: person.email, name: person.name } : undefined;
    },
  };
}
