import { type Caller, reachesClinic } from '../../../access/caller.ts';
import { clinicHidden } from './refusals.ts';

/** Throws `CLINIC_NOT_FOUND` where the caller may not know of the clinic: a key that is bound to one knows its own alone. */
export function requireVisible(caller: Caller, clinicId: string): void {
  if (!reachesClinic(caller, clinicId)) throw clinicHidden();
}

/**
 * Throws `CLINIC_NOT_FOUND` where the caller has no business inside the clinic: staff have it in their own alone, admins and keys
 * that are bound to none in all of them. It asks nothing of the store, as the time of the answer must not tell which there are.
 */
export function requireInside(caller: Caller, clinicId: string): void {
  const isEverywhere = caller.kind === 'person' ? caller.roles.includes('admin') : caller.clinicId === undefined;
  if (!isEverywhere && caller.clinicId !== clinicId) throw clinicHidden();
}
