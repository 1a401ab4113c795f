import { type Caller, isBound } from '../../../access/caller.ts';
import type { StoredApiKey } from './repository.ts';

/** Whether the caller may know of a key: one that is bound to a clinic knows those of this clinic alone. */
export function isKeyInReach(caller: Caller, { clinicId }: Pick<StoredApiKey, 'clinicId'>): boolean {
  return !isBound(caller) || caller.clinicId === clinicId;
}
