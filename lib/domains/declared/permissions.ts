import type { Permission, Role } from '../../access/permissions.ts';
import { identityPermissions } from '../identity/permissions.ts';
import { operationsPermissions } from '../operations/permissions.ts';

/** The roles that hold each permission; a declared stack that is missing here does not compile. */
const holders: Readonly<Record<Permission, readonly Role[]>> = { ...identityPermissions, ...operationsPermissions };

/** Every permission that there is; the scopes of API keys are among them. */
export const permissions = Object.keys(holders) as readonly Permission[];

/** Every permission that a holder of the roles `held` has. */
export function permissionsOf(held: readonly Role[]): ReadonlySet<Permission> {
  return new Set(permissions.filter((permission) => held.some((role) => holders[permission].includes(role))));
}
