import { type Caller, isBound, reachesClinic } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import type { NotFound } from '../../../errors.ts';
import type { StoredDoctor } from './repository.ts';
import { doctorHidden, doctorNotFound } from './schema.ts';

interface Doctor {
  readonly id: string;
  readonly clinicId: string;
}

/** Whether somebody who may change doctors may change this one: themselves, or for an admin or a key anybody. */
export function mayChange(caller: Caller, doctorId: string): boolean {
  return caller.kind === 'machine' || caller.userId === doctorId || caller.roles.includes('admin');
}

/**
 * Whether the caller sees when a doctor is away, and when they work beside the schedule. A key does where it may remove this, of
 * which it has to know the ids.
 */
export function seesExceptions(caller: Caller, { id, clinicId }: Doctor): boolean {
  if (caller.kind === 'machine') return caller.permissions.has('doctors:write');
  const { userId, roles, clinicId: own } = caller;
  return userId === id || roles.includes('admin') || (roles.includes('staff') && own === clinicId);
}

/** The doctor who was found, where they are one still and within the reach of the caller; throws `DOCTOR_NOT_FOUND`. */
export function requirePresent(caller: Caller, doctor: Stored<StoredDoctor> | undefined): Stored<StoredDoctor> {
  const isPresent = doctor && doctor.formerSince === undefined && reachesClinic(caller, doctor.clinicId);
  if (!isPresent) throw doctorAbsentFor(caller);
  return doctor;
}

/**
 * The error of a doctor who was looked for and is not there; to a key that is bound to a clinic it is that of one out of its
 * reach, so that both look the same by their time, too, of which the audit is a part.
 */
function doctorAbsentFor(caller: Caller): NotFound {
  return isBound(caller) ? doctorHidden() : doctorNotFound();
}
