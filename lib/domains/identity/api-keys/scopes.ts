import type { Permission } from '../../../access/permissions.ts';
import { isInsideClinic, permissions } from '../../declared/permissions.ts';
import type { StoredApiKey } from './repository.ts';

/**
 * What a key may do of what it is stored with, in its order. A permission that this release does not know counts for nothing; nor
 * does one that is not used inside a clinic, where the key is bound to one.
 */
export function scopesOf({
  permissions: names,
  clinicId,
}: Pick<StoredApiKey, 'permissions' | 'clinicId'>): Permission[] {
  const known = names.flatMap((name) => permissions.find((permission) => permission === name) ?? []);
  return clinicId === undefined ? known : known.filter(isInsideClinic);
}

/** Those of the permissions that a key cannot have because it is bound to a clinic. */
export function scopesBeyondClinic(wished: readonly Permission[], clinicId: string | undefined): Permission[] {
  return clinicId === undefined ? [] : wished.filter((permission) => !isInsideClinic(permission));
}
