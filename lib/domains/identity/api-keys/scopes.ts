import type { Permission } from '../../../access/permissions.ts';
import { permissions } from '../../declared/permissions.ts';

/** The permissions among stored names, in their order: one that this release does not know counts for nothing. */
export function scopesOf(names: readonly string[]): Permission[] {
  return names.flatMap((name) => permissions.find((permission) => permission === name) ?? []);
}
