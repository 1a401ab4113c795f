import * as z from 'zod';
import { roles } from '../../../access/permissions.ts';
import { allOf, type Condition, equals, notEquals } from '../../../data/condition.ts';
import { entity, type Stored } from '../../../data/entity.ts';
import { at, type Reader } from '../../../data/read.ts';
import { check, insert, type OnConflict, type UpdateOptions, update, type Write } from '../../../data/write.ts';
import { Conflict } from '../../../errors.ts';
import { id, instant } from '../../../schemas.ts';
import { accountStatus, userNotFound } from './schema.ts';

/** What decides whether a person may come in; kept apart from the profile so that no profile read holds a hash. */
export const security = z.object({
  userId: id,
  /** PHC string; absent until an invitation is accepted. */
  passwordHash: z.string().optional(),
  /** One-time tokens from before may not set another. */
  passwordChangedAt: instant.optional(),
  /** Raised to make every access token of the person worthless. */
  tokenVersion: z.int().min(1),
  /** Raised to end every session of the person: a session of an earlier epoch is over. */
  sessionEpoch: z.int().min(1),
  /** Raised to forget every failed sign-in of the account. */
  unlocks: z.int().min(0),
  /** Raised to make strangers of all devices that somebody has signed in on: absent, as before there was one, is 0. */
  deviceEpoch: z.int().min(1).optional(),
  /** Whether anybody has ever signed in: the first device is no news to its owner. */
  signedInBefore: z.boolean(),
  mfaEnabled: z.boolean(),
  status: accountStatus,
  emailVerified: z.boolean(),
  roles: z.array(z.enum(roles)).min(1),
  clinicId: id.optional(),
});
export type Security = z.output<typeof security>;

/** The person's address is verified already. */
export class AlreadyVerified extends Conflict {
  constructor() {
    super('ALREADY_VERIFIED', 'The email address is verified already.');
  }
}

const securities = entity({
  name: 'security',
  table: 'identity',
  schema: security,
  key: (person: { userId: string }) => ({ pk: `USER#${person.userId}`, sk: 'SECURITY' }),
});

const unverified = allOf(equals('status', 'active'), equals('emailVerified', false));

/** The standing of somebody who has just got an account. */
export function newSecurity({
  clinicId,
  ...person
}: Pick<Security, 'userId' | 'status' | 'emailVerified' | 'roles' | 'clinicId'>): Security {
  const first = { tokenVersion: 1, sessionEpoch: 1, unlocks: 0, signedInBefore: false, mfaEnabled: false };
  return { ...person, ...first, ...(clinicId && { clinicId }) };
}

/** Refers to a person's security item, to be read together with other items. */
export function securityAt(userId: string) {
  return at(securities, { userId });
}

/** What decides about a person, in one read of its own. */
export function findSecurity(read: Pick<Reader, 'find'>, userId: string): Promise<Stored<Security> | undefined> {
  return read.find(securities, { userId });
}

export function insertSecurity(value: Security): Write {
  const conflict = () => new Conflict('DUPLICATE_ID', 'There is a person with this id already.');
  return insert(securities, value, { conflict });
}

/** Changes what decides about a person; throws `USER_NOT_FOUND` unless told otherwise. */
export function changeSecurity(
  userId: string,
  change: Omit<UpdateOptions<Security>, 'conflict'> & Partial<Pick<UpdateOptions<Security>, 'conflict'>>,
): Write {
  return update(securities, { userId }, { conflict: userNotFound, ...change });
}

/** Demands that what decides about a person is as it was read, and changes it where there is something to set. */
export function ifUnchanged(
  { userId, version }: Pick<Stored<Security>, 'userId' | 'version'>,
  { set = {}, conflict }: Pick<UpdateOptions<Security>, 'set' | 'conflict'>,
): Write {
  const when = equals('version', version);
  return Object.keys(set).length > 0
    ? changeSecurity(userId, { set, when, conflict })
    : check(securities, { userId }, { when, conflict });
}

/** Demands that a person has an account, which was not deleted; throws `USER_NOT_FOUND`. */
export function requireAccount(userId: string): Write {
  return check(securities, { userId }, { when: notEquals('status', 'deleted'), conflict: userNotFound });
}

/** Marks the address as verified, where it was not until now; throws what it is told to. */
export function markSecurityVerified(userId: string, conflict: () => Error): Write {
  return update(securities, { userId }, { set: { emailVerified: true }, when: unverified, conflict });
}

/** Demands something of what decides about a person, as it is when other writes go through. */
export function requireSecurity(userId: string, when: Condition, conflict: OnConflict<Security>): Write {
  return check(securities, { userId }, { when, conflict });
}

/** Demands that the address is still to be verified; throws `AlreadyVerified`, and `USER_NOT_FOUND` once the person is gone. */
export function requireUnverified(userId: string): Write {
  return requireSecurity(userId, unverified, (old) =>
    old?.status === 'active' ? new AlreadyVerified() : userNotFound(),
  );
}
