import { type Caller, isBound, type Machine } from '../../../access/caller.ts';
import type { RoleAssignment } from './schema.ts';

/**
 * Whether a person is within the reach of the caller's key: one that is bound to a clinic knows the people of this clinic, and the
 * public, who belong to none; all others, and admins, look as if they were not there.
 */
export function isInReach(caller: Caller, { roles, clinicId }: RoleAssignment): boolean {
  return !isBound(caller) || (reaches(caller, clinicId) && !roles.includes('admin'));
}

/** Whether a machine acts at a clinic, and for those who belong to none: one whose key is bound to a clinic at this one alone. */
export function reaches({ clinicId: own }: Machine, clinicId: string | undefined): boolean {
  return own === undefined || clinicId === undefined || own === clinicId;
}
