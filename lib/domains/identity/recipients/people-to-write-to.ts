import type { Platform } from '../../../platform/platform.ts';
import type { Recipient } from '../mails/recipient.ts';
import { localeAt } from '../users/preference-repository.ts';
import { createUserRepository } from '../users/repository.ts';
import type { StoredPerson } from '../users/schema.ts';

/** Reads a person together with their locale, by one batch read of two items. */
export function createPeopleToWriteTo({ read }: Pick<Platform, 'read'>) {
  const users = createUserRepository({ read });

  async function find(userId: string, isMeant: (person: StoredPerson) => boolean): Promise<Recipient | undefined> {
    const [person, preferred] = await read.findTogether([users.at(userId), localeAt(userId)]);
    if (!person || !isMeant(person)) return undefined;
    const { email, name, emailVerified } = person;
    return { userId, email, name, emailVerified, locale: preferred?.locale };
  }

  return {
    /** Where mails to a person go; undefined for a person who is gone. */
    findRecipient: (userId: string) => find(userId, ({ status }) => status !== 'deleted'),

    /** Where a deleted person is told of it: at the address they had, even once it is another person's. */
    findDeletedRecipient: (userId: string) => find(userId, () => true),
  };
}
