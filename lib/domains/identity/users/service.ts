import type { Stored } from '../../../data/entity.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { Recipient } from '../mails/recipient.ts';
import { createUserRepository } from './repository.ts';
import { type StoredPerson, seenAt, type User, userNotFound } from './schema.ts';

export type UserService = ReturnType<typeof createUserService>;

/** People as they are seen and written to. */
export function createUserService({ read, clock }: Pick<Platform, 'read' | 'clock'>) {
  const users = createUserRepository({ read });

  /** One's own account; throws `USER_NOT_FOUND` once it is deleted. */
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

    /** Whom to write to; undefined for a person who is gone. */
    recipientOf: (userId: string): Promise<Recipient | undefined> =>
      findRecipient(userId, ({ status }) => status !== 'deleted'),

    /** Whom to tell that they were deleted: their address stays theirs to be told at, also once it is another's. */
    deletedRecipientOf: (userId: string): Promise<Recipient | undefined> => findRecipient(userId, () => true),
  };
}
