import type { Stored } from '../../../data/entity.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { Recipient } from '../mails/recipient.ts';
import { createUserRepository } from './repository.ts';
import { type StoredPerson, seenAt, type User, userNotFound } from './schema.ts';

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

  async function findRecipient(userId: string, isMeant: (person: StoredPerson) => boolean) {
    const person = await users.find(userId);
    if (!person || !isMeant(person)) return undefined;
    const { email, name, emailVerified } = person;
    return { userId, email, name, emailVerified };
  }

  return {
    get,

    /** Where mails to a person go; undefined for a person who is gone. */
    recipientOf: (userId: string): Promise<Recipient | undefined> =>
      findRecipient(userId, ({ status }) => status !== 'deleted'),

    /** Where a deleted person is told of it: at the address they had, even once it is another person's. */
    deletedRecipientOf: (userId: string): Promise<Recipient | undefined> => findRecipient(userId, () => true),
  };
}
