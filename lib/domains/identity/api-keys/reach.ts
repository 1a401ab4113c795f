import { type Caller, isBound } from '../../../access/caller.ts';
import type { NotFound } from '../../../errors.ts';
import { apiKeyHidden, apiKeyNotFound } from './repository.ts';

/** The error of a key that was looked for and is not there; one out of the caller's reach looks the same, and is on record alike. */
export function keyAbsentFor(caller: Caller): NotFound {
  return isBound(caller) ? apiKeyHidden() : apiKeyNotFound();
}
