import { type PermissionSet, roles } from '../../access/permissions.ts';

/** What may be tried with people and API keys. */
export const identityPermissions = {
  // What anybody may do with their own account.
  'users:read': roles,
  'users:write': roles,
  'users:delete': roles,
  // See every person, and change every person.
  'users:list': ['admin'],
  'users:manage': ['admin'],
  'api-keys:read': ['admin'],
  'api-keys:write': ['admin'],
} as const satisfies PermissionSet;

declare module '../../access/permissions.ts' {
  interface PermissionsOfStacks {
    identity: typeof identityPermissions;
  }
}
