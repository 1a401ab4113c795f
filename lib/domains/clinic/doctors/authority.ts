import { type Caller, isBound } from '../../../access/caller.ts';
import type { NotFound } from '../../../errors.ts';
import { doctorHidden, doctorNotFound } from './schema.ts';

interface Doctor {
  readonly id: string;
  readonly clinicId: string;
}

/** Whether a doctor is within the reach of the caller: a key that is bound to a clinic knows its doctors alone. */
export function isInReach(caller: Caller, { clinicId }: Pick<Doctor, 'clinicId'>): boolean {
  return !isBound(caller) || caller.clinicId === clinicId;
}

/** Whether somebody who may change doctors may change this one: themselves, or for an admin or a key anybody. */
export function mayChange(caller: Caller, doctorId: string): boolean {
  return caller.kind === 'machine' || caller.userId === doctorId || caller.roles.includes('admin');
}

/** Whether the caller sees when a doctor is away, and when they work beside the schedule. */
export function seesExceptions(caller: Caller, { id, clinicId }: Doctor): boolean {
  if (caller.kind === 'machine') return isBound(caller) || caller.permissions.has('doctors:write');
  const { userId, roles, clinicId: own } = caller;
  return userId === id || roles.includes('admin') || (roles.includes('staff') && own === clinicId);
}

/**
 * The error of a doctor who was looked for and is not there; to a key that is bound to a clinic it is that of one out of its
 * reach, so that both look the same by their time, too, of which the audit is a part.
 */
export function doctorAbsentFor(caller: Caller): NotFound {
  return isBound(caller) ? doctorHidden() : doctorNotFound();
}
