import type { Permission, Role } from '../../access/permissions.ts';
import { identityPermissions } from '../identity/permissions.ts';
import { operationsPermissions } from '../operations/permissions.ts';

/** Which roles hold what; a stack that is declared, and not here, does not compile. */
const holders: Readonly<Record<Permission, readonly Role[]>> = { ...identityPermissions, ...operationsPermissions };

/** Every permission that there is; the scopes of API keys are among them. */
export const permissions = Object.keys(holders) as readonly Permission[];

/** All that the holder of `held` may try. */
export function permissionsOf(held: readonly Role[]): ReadonlySet<Permission> {
  return new Set(permissions.filter((permission) => held.some((role) => holders[permission].includes(role))));
}
