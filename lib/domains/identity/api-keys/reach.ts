import { type Caller, isBound } from '../../../access/caller.ts';
import type { NotFound } from '../../../errors.ts';
import { apiKeyHidden, apiKeyNotFound, type StoredApiKey } from './repository.ts';

/** Whether the caller may know of a key: one that is bound to a clinic knows those of this clinic alone. */
export function isKeyInReach(caller: Caller, { clinicId }: Pick<StoredApiKey, 'clinicId'>): boolean {
  return !isBound(caller) || caller.clinicId === clinicId;
}

/** The error of a key that was looked for and is not there; one out of the caller's reach looks the same, and is on record alike. */
export function keyAbsentFor(caller: Caller): NotFound {
  return isBound(caller) ? apiKeyHidden() : apiKeyNotFound();
}
