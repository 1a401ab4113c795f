import { createHash } from 'node:crypto';
import * as z from 'zod';
import { entity, type Stored } from '../data/entity.ts';
import { at, createReader, type Reader } from '../data/read.ts';
import { insert, update, type Write } from '../data/write.ts';
import { Conflict, NotFound } from '../errors.ts';
import { email, id } from '../schemas.ts';
import { type User, user } from './schema.ts';

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
  schema: z.object({ email, userId: id }),
  key: (claim: { email: string }) => ({ pk: `EMAIL#${hashOf(claim.email)}`, sk: 'EMAIL' }),
});

/** People and the addresses that they have taken. */
export interface UserRepository {
  find(userId: string): Promise<Stored<User> | undefined>;
  findIdByEmail(email: string): Promise<string | undefined>;
  /** Refers to a person, to be read together with other items. */
  at(userId: string): ReturnType<typeof at<User, { id: string }>>;
  /** Throws `DUPLICATE_EMAIL` when the address is taken. */
  insert(person: User): readonly Write[];
  markVerified(userId: string, updatedAt: string): Write;
}

export function createUserRepository({ read = createReader() }: { readonly read?: Reader } = {}): UserRepository {
  return {
    find: (userId) => read.find(people, { id: userId }),
    findIdByEmail: async (address) => (await read.find(emailClaims, { email: address }))?.userId,
    at: (userId) => at(people, { id: userId }),
    insert: (person) => [
      insert(emailClaims, { email: person.email, userId: person.id }, { conflict: duplicateEmail }),
      insert(people, person, {
        conflict: () => new Conflict('DUPLICATE_ID', 'There is a person with this id already.'),
      }),
    ],
    markVerified: (userId, updatedAt) =>
      update(people, { id: userId }, { set: { emailVerified: true, updatedAt }, conflict: userNotFound }),
  };
}

function hashOf(address: string): string {
  return createHash('sha256').update(address).digest('base64url');
}

function duplicateEmail(): Error {
  return new Conflict('DUPLICATE_EMAIL', 'There is an account with this email address already.');
}

/** Absent, deleted, or another person's: it all looks the same. */
export function userNotFound(): NotFound {
  return new NotFound('USER_NOT_FOUND', 'There is no such user.');
}
