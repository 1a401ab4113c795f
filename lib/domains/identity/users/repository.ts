import { createHash } from 'node:crypto';
import { equals } from '../../../data/condition.ts';
import { entity, type Stored } from '../../../data/entity.ts';
import { at } from '../../../data/read.ts';
import { check, insert, update, type Write } from '../../../data/write.ts';
import { Conflict } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { claimCountAt, claimEmail, duplicateEmail, emailClaims, releaseEmail } from './address-claim-repository.ts';
import { formerEmails, keepFormerEmail } from './former-email-repository.ts';
import { AccountChanged, type PersonChange } from './person-change.ts';
import { person, type StoredPerson, type User, userNotFound } from './schema.ts';

export const people = entity({
  name: 'person',
  table: 'identity',
  schema: person,
  key: (person: { id: string }) => ({ pk: `USER#${person.id}`, sk: 'PERSON' }),
});

/** A change of a person's address. */
interface EmailChange {
  readonly email: string;
  /** The id of the change, by which its notice finds the former address. */
  readonly changeId: string;
  readonly now: Date;
  /** How often the address had been taken when it was asked for; any number of times where it is undefined. */
  readonly claims?: number | undefined;
}

/** People and the addresses that they have taken. */
export interface UserRepository {
  find(userId: string): Promise<Stored<StoredPerson> | undefined>;
  findIdByEmail(email: string): Promise<string | undefined>;
  /** Finds the person's id by the address's `emailHashOf`. */
  findIdByEmailHash(emailHash: string): Promise<string | undefined>;
  /** Throws `DUPLICATE_EMAIL` where somebody has the address. */
  requireFree(email: string): Promise<void>;
  /** The address that a change replaced, for two weeks after it. */
  findFormerEmail(userId: string, changeId: string): Promise<string | undefined>;
  /** Refers to a person, to be read together with other items. */
  at(userId: string): ReturnType<typeof at<StoredPerson, { id: string }>>;
  /** Refers to how often an address was taken lately, which is the version of what is found. */
  claimCountAt(address: string): ReturnType<typeof claimCountAt>;
  /** Stores a person and takes the address; throws `DUPLICATE_EMAIL`. */
  insert(person: User): readonly Write[];
  /** Changes the person as they were read; throws `AccountChanged`. */
  change(person: Stored<StoredPerson>, change: PersonChange): readonly Write[];
  /** Demands that the person is as they were read; throws `AccountChanged`. */
  requireUnchanged(person: Stored<StoredPerson>): Write;
  /** Takes the person's address again, which had been given up; throws `DUPLICATE_EMAIL` when it is another person's by now. */
  claimEmail(person: User, now: Date): readonly Write[];
  /** Gives the person's address up, for anybody to take; throws `AccountChanged`. */
  releaseEmail(person: User): Write;
  markVerified(userId: string, updatedAt: string): Write;
  setMfaEnabled(userId: string, enabled: boolean, updatedAt: string): Write;
  /** Notes until when sign-ins to the account have to wait, to show it; the note itself keeps nobody out. */
  markLocked(userId: string, until: Date): Write;
  /** Forgets that sign-ins had to wait. */
  clearLock(userId: string, updatedAt: string): Write;
  /**
   * Gives the person another address, verified, and keeps the former one for its notice; throws `DUPLICATE_EMAIL`, also when it
   * was taken since it was asked for.
   */
  changeEmail(person: Stored<User>, change: EmailChange): readonly Write[];
}

export function createUserRepository({ read }: Pick<Platform, 'read'>): UserRepository {
  const findIdByEmailHash = async (emailHash: string) => (await read.find(emailClaims, { emailHash }))?.userId;

  return {
    find: (userId) => read.find(people, { id: userId }),
    findIdByEmail: (address) => findIdByEmailHash(emailHashOf(address)),
    findIdByEmailHash,
    async requireFree(email) {
      if ((await findIdByEmailHash(emailHashOf(email))) !== undefined) throw duplicateEmail();
    },
    findFormerEmail: async (userId, changeId) => (await read.find(formerEmails, { userId, changeId }))?.email,
    at: personAt,
    claimCountAt: (address) => claimCountAt(emailHashOf(address)),
    insert: (person) => [
      ...claimEmail({ emailHash: emailHashOf(person.email), userId: person.id, now: new Date(person.createdAt) }),
      insert(people, person, {
        conflict: () => new Conflict('DUPLICATE_ID', 'There is a person with this id already.'),
      }),
    ],
    change: (person, change) => [
      update(people, { id: person.id }, { ...change, when: equals('version', person.version), conflict: changed }),
    ],
    requireUnchanged: ({ id, version }) =>
      check(people, { id }, { when: equals('version', version), conflict: changed }),
    claimEmail: ({ email, id: userId }, now) => claimEmail({ emailHash: emailHashOf(email), userId, now }),
    releaseEmail: ({ email }) => releaseEmail(emailHashOf(email), changed),
    markVerified: (userId, updatedAt) =>
      update(people, { id: userId }, { set: { emailVerified: true, updatedAt }, conflict: userNotFound }),
    setMfaEnabled: (userId, enabled, updatedAt) =>
      update(people, { id: userId }, { set: { mfaEnabled: enabled, updatedAt }, conflict: userNotFound }),
    markLocked: (userId, until) =>
      update(people, { id: userId }, { set: { lockedUntil: until.toISOString() }, conflict: userNotFound }),
    clearLock: (userId, updatedAt) =>
      update(people, { id: userId }, { set: { updatedAt }, remove: ['lockedUntil'], conflict: userNotFound }),
    changeEmail: (person, { email: address, changeId, now, claims }) => [
      ...claimEmail({ emailHash: emailHashOf(address), userId: person.id, now, claims }),
      releaseEmail(emailHashOf(person.email), userNotFound),
      keepFormerEmail(person, { changeId, now }),
      update(
        people,
        { id: person.id },
        {
          set: { email: address, emailVerified: true, updatedAt: now.toISOString() },
          // Of two concurrent changes the later one has read an address that is no longer the person's.
          when: equals('email', person.email),
          conflict: userNotFound,
        },
      ),
    ],
  };
}

/** Refers to a person, to be read together with other items. */
export function personAt(userId: string) {
  return at(people, { id: userId });
}

/** Hashes an address (SHA-256 in base64url) for keys and events, where it must not be read. */
export function emailHashOf(address: string): string {
  return createHash('sha256').update(address).digest('base64url');
}

function changed(): AccountChanged {
  return new AccountChanged();
}
