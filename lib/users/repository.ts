import { createHash } from 'node:crypto';
import * as z from 'zod';
import { later } from '../clock.ts';
import { equals } from '../data/condition.ts';
import { entity, type Stored } from '../data/entity.ts';
import { at, createReader, type Reader } from '../data/read.ts';
import { insert, remove, update, type Write } from '../data/write.ts';
import { Conflict } from '../errors.ts';
import { email, id, instant } from '../schemas.ts';
import { type User, user, userNotFound } from './schema.ts';

const people = entity({
  name: 'person',
  table: 'identity',
  schema: user,
  key: (person: { id: string }) => ({ pk: `USER#${person.id}`, sk: 'PERSON' }),
});

/** Marks an address as taken: DynamoDB has no unique attribute but the key, which may reach a log and so holds a hash. */
const emailClaims = entity({
  name: 'email-claim',
  table: 'identity',
  schema: z.object({ emailHash: z.string(), userId: id }),
  key: (claim: { emailHash: string }) => ({ pk: `EMAIL#${claim.emailHash}`, sk: 'EMAIL' }),
});

/** The address that a person had before, kept for as long as a notice to it may still have to be sent. */
const formerEmails = entity({
  name: 'former-email',
  table: 'identity',
  schema: z.object({ userId: id, changeId: id, email, endsAt: instant }),
  key: (former: { userId: string; changeId: string }) => ({
    pk: `USER#${former.userId}`,
    sk: `FORMER-EMAIL#${former.changeId}`,
  }),
  expiresAt: ({ endsAt }) => new Date(endsAt),
});
const formerEmailMilliseconds = 14 * 24 * 60 * 60 * 1_000;

/** Another address for a person. */
export interface EmailChange {
  readonly email: string;
  /** Names the change, so that its notice finds the former address. */
  readonly changeId: string;
  readonly now: Date;
}

/** People and the addresses that they have taken. */
export interface UserRepository {
  find(userId: string): Promise<Stored<User> | undefined>;
  findIdByEmail(email: string): Promise<string | undefined>;
  /** As `findIdByEmail`, by the address's `emailHashOf`. */
  findIdByEmailHash(emailHash: string): Promise<string | undefined>;
  /** The address that a change replaced, for two weeks after it. */
  findFormerEmail(userId: string, changeId: string): Promise<string | undefined>;
  /** Refers to a person, to be read together with other items. */
  at(userId: string): ReturnType<typeof at<User, { id: string }>>;
  /** Throws `DUPLICATE_EMAIL` when the address is taken. */
  insert(person: User): readonly Write[];
  markVerified(userId: string, updatedAt: string): Write;
  /** Gives the person another address, verified, and keeps the former one for its notice; throws `DUPLICATE_EMAIL`. */
  changeEmail(person: Stored<User>, change: EmailChange): readonly Write[];
}

export function createUserRepository({ read = createReader() }: { readonly read?: Reader } = {}): UserRepository {
  const findIdByEmailHash = async (emailHash: string) => (await read.find(emailClaims, { emailHash }))?.userId;

  return {
    find: (userId) => read.find(people, { id: userId }),
    findIdByEmail: (address) => findIdByEmailHash(emailHashOf(address)),
    findIdByEmailHash,
    findFormerEmail: async (userId, changeId) => (await read.find(formerEmails, { userId, changeId }))?.email,
    at: (userId) => at(people, { id: userId }),
    insert: (person) => [
      claimEmail(person.email, person.id),
      insert(people, person, {
        conflict: () => new Conflict('DUPLICATE_ID', 'There is a person with this id already.'),
      }),
    ],
    markVerified: (userId, updatedAt) =>
      update(people, { id: userId }, { set: { emailVerified: true, updatedAt }, conflict: userNotFound }),
    changeEmail: (person, { email: address, changeId, now }) => [
      claimEmail(address, person.id),
      remove(emailClaims, { emailHash: emailHashOf(person.email) }, { conflict: userNotFound }),
      insert(
        formerEmails,
        {
          userId: person.id,
          changeId,
          email: person.email,
          endsAt: later(now, formerEmailMilliseconds).toISOString(),
        },
        { conflict: () => new Conflict('DUPLICATE_ID', 'There is a change with this id already.') },
      ),
      update(
        people,
        { id: person.id },
        {
          set: { email: address, emailVerified: true, updatedAt: now.toISOString() },
          // Of two changes at once the later one has read an address that is no longer the person's.
          when: equals('email', person.email),
          conflict: userNotFound,
        },
      ),
    ],
  };
}

function claimEmail(address: string, userId: string): Write {
  return insert(emailClaims, { emailHash: emailHashOf(address), userId }, { conflict: duplicateEmail });
}

/** What stands for an address where it must not be read: in keys and in events. SHA-256 in base64url. */
export function emailHashOf(address: string): string {
  return createHash('sha256').update(address).digest('base64url');
}

function duplicateEmail(): Error {
  return new Conflict('DUPLICATE_EMAIL', 'There is an account with this email address already.');
}
