import { absent, allOf, type Condition, equals, notEquals } from '../../../data/condition.ts';
import { entity, type Stored } from '../../../data/entity.ts';
import { at, type Reader } from '../../../data/read.ts';
import { check, insert, type OnConflict, type UpdateOptions, update, type Write } from '../../../data/write.ts';
import { Conflict } from '../../../errors.ts';
import { userNotFound } from './schema.ts';
import { AlreadyVerified, type Security, security } from './security.ts';

const securities = entity({
  name: 'security',
  table: 'identity',
  schema: security,
  key: (person: { userId: string }) => ({ pk: `USER#${person.userId}`, sk: 'SECURITY' }),
});

/** Holds of an account that may be used. */
export const inUse = equals('status', 'active');

/** Holds unless no session of the person is alive. */
export const withSessions = notEquals('hasSessions', false);

const unverified = allOf(inUse, equals('emailVerified', false));

/** Refers to a person's security item, to be read together with other items. */
export function securityAt(userId: string) {
  return at(securities, { userId });
}

/** Finds a person's security item by a read of its own. */
export function findSecurity(read: Pick<Reader, 'find'>, userId: string): Promise<Stored<Security> | undefined> {
  return read.find(securities, { userId });
}

export function insertSecurity(value: Security): Write {
  const conflict = () => new Conflict('DUPLICATE_ID', 'There is a person with this id already.');
  return insert(securities, value, { conflict });
}

/** Changes a person's security item; throws `USER_NOT_FOUND` unless `conflict` says otherwise. */
export function changeSecurity(
  userId: string,
  change: Omit<UpdateOptions<Security>, 'conflict'> & Partial<Pick<UpdateOptions<Security>, 'conflict'>>,
): Write {
  return update(securities, { userId }, { conflict: userNotFound, ...change });
}

/** Changes a security item as it was read; throws the error of `conflict` where it was changed since. */
export function changeSecurityAsRead(
  { userId, version }: Pick<Stored<Security>, 'userId' | 'version'>,
  change: Omit<UpdateOptions<Security>, 'when'>,
): Write {
  return changeSecurity(userId, { ...change, when: equals('version', version) });
}

/** A change of a security item by which every session of the person is over, and every access token worthless. */
export function endingSessions<C extends Pick<UpdateOptions<Security>, 'set' | 'add'>>(change: C) {
  return {
    ...change,
    set: { ...change.set, hasSessions: false },
    add: { ...change.add, tokenVersion: 1, sessionEpoch: 1 },
  };
}

/** Demands that a security item is as it was read, and changes it where there is something to set. */
export function ifUnchanged(
  security: Pick<Stored<Security>, 'userId' | 'version'>,
  { set = {}, conflict }: Pick<UpdateOptions<Security>, 'set' | 'conflict'>,
): Write {
  const { userId, version } = security;
  return Object.keys(set).length > 0
    ? changeSecurityAsRead(security, { set, conflict })
    : check(securities, { userId }, { when: equals('version', version), conflict });
}

/** Forgets every failed sign-in of an account that may be used; throws `USER_NOT_FOUND` for any other. */
export function forgetFailures(userId: string): Write {
  return changeSecurity(userId, { add: { unlocks: 1 }, when: inUse });
}

/** Forgets every failed sign-in of an account whose rights are as they were read; throws the error of `conflict`. */
export function forgetFailuresAsRead(security: Security, conflict: () => Error): Write {
  return changeSecurity(security.userId, { add: { unlocks: 1 }, when: sameRights(security), conflict });
}

/** Demands that a person has an account that was not deleted; throws `USER_NOT_FOUND`. */
export function requireAccount(userId: string): Write {
  return check(securities, { userId }, { when: notEquals('status', 'deleted'), conflict: userNotFound });
}

/** Marks the address as verified where it was not; throws the error of `conflict`. */
export function markSecurityVerified(userId: string, conflict: () => Error): Write {
  return update(securities, { userId }, { set: { emailVerified: true }, when: unverified, conflict });
}

/** Demands a condition of a security item when other writes are committed. */
export function requireSecurity(userId: string, when: Condition, conflict: OnConflict<Security>): Write {
  return check(securities, { userId }, { when, conflict });
}

/** Demands that the address is not verified yet; throws `AlreadyVerified`, and `USER_NOT_FOUND` once the person is gone. */
export function requireUnverified(userId: string): Write {
  return requireSecurity(userId, unverified, (old) =>
    old?.status === 'active' ? new AlreadyVerified() : userNotFound(),
  );
}

/** Holds while the account may be used and has the password that its security item was read with. */
export function samePassword({ passwordHash }: Security): Condition {
  const same = passwordHash === undefined ? absent('passwordHash') : equals('passwordHash', passwordHash);
  return allOf(inUse, same);
}

/**
 * Holds as `samePassword` does, and while roles and clinic are those that the item was read with: whatever changes these raises the
 * version of the tokens, which unlocking does not, so that many may do it at once.
 */
export function sameRights(security: Security): Condition {
  return allOf(samePassword(security), equals('tokenVersion', security.tokenVersion));
}

/** Holds as `samePassword` does, and while no session has ended with all others. */
export function samePasswordAndEpoch(security: Security): Condition {
  return allOf(samePassword(security), equals('sessionEpoch', security.sessionEpoch));
}

/** Holds as `samePassword` does, and while what was read tells whether a session may be alive. */
export function samePasswordAndSessions(security: Security): Condition {
  const { hasSessions } = security;
  return allOf(
    samePassword(security),
    hasSessions === undefined ? absent('hasSessions') : equals('hasSessions', hasSessions),
  );
}
