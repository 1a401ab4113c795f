import { type Caller, isBound } from '../../../access/caller.ts';
import type { Role } from '../../../access/permissions.ts';
import { Forbidden, type NotFound, unknownReference } from '../../../errors.ts';
import { permissionsOf } from '../../declared/permissions.ts';
import { reaches } from './reach.ts';
import { type RoleAssignment, userHidden, userNotFound } from './schema.ts';

/** Whether the account is the caller's own; an API key has no account. */
export function isOwn(caller: Caller, userId: string): boolean {
  return caller.kind === 'person' && caller.userId === userId;
}

/** Whether the caller may know that the person exists. */
export function maySee(caller: Caller, userId: string): boolean {
  return isOwn(caller, userId) || caller.permissions.has('users:list');
}

/** Whether the caller may change or delete the person. */
export function mayChange(caller: Caller, userId: string): boolean {
  return isOwn(caller, userId) || caller.permissions.has('users:manage');
}

/**
 * Throws `PERSON_REQUIRED` where a machine would give somebody a role that may do more than its key, at a clinic that is not the
 * key's, or make any admin: a stolen key must not be able to make an account that outlives it.
 */
export function requireMayGive(caller: Caller, { roles, clinicId }: RoleAssignment): void {
  if (caller.kind === 'person') return;
  if (roles.every((role) => isWithin(role, caller)) && reaches(caller, clinicId)) return;
  const message =
    'An API key gives only roles that may do no more than the key, and never admin; an admin in person can.';
  throw new Forbidden('PERSON_REQUIRED', message);
}

/** Throws `UNKNOWN_REFERENCE` where a machine that is bound to a clinic names another one in a body. */
export function requireClinicInReach(caller: Caller, clinicId: string | undefined): void {
  if (caller.kind === 'machine' && !reaches(caller, clinicId)) throw unknownReference('clinicId', 'clinic');
}

/**
 * The error of a person who was looked for and is not there. To a key that is bound to a clinic it is that of a person out of its
 * reach: who is hidden from it must look absent by the time of the answer, too, of which the audit is a part.
 */
export function userAbsentFor(caller: Caller): NotFound {
  return isBound(caller) ? userHidden() : userNotFound();
}

function isWithin(role: Role, { permissions }: Pick<Caller, 'permissions'>): boolean {
  return role !== 'admin' && [...permissionsOf([role])].every((permission) => permissions.has(permission));
}
