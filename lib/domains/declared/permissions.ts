import type { Permission, PermissionRule, Role } from '../../access/permissions.ts';
import { clinicPermissions } from '../clinic/permissions.ts';
import { identityPermissions } from '../identity/permissions.ts';
import { operationsPermissions } from '../operations/permissions.ts';

/** What is said of each permission; a declared stack that is missing here does not compile. */
const rules: Readonly<Record<Permission, PermissionRule>> = {
  ...clinicPermissions,
  ...identityPermissions,
  ...operationsPermissions,
};

/** Every permission that there is; the scopes of API keys are among them. */
export const permissions = Object.keys(rules) as readonly Permission[];

/** Every permission that a holder of the roles `held` has. */
export function permissionsOf(held: readonly Role[]): ReadonlySet<Permission> {
  return new Set(permissions.filter((permission) => held.some((role) => rules[permission].roles.includes(role))));
}

/** Whether an API key that is bound to a clinic can use a permission. */
export function isInsideClinic(permission: Permission): boolean {
  return rules[permission].insideClinic;
}
