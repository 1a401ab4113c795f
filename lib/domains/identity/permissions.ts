import { type PermissionSet, roles } from '../../access/permissions.ts';

/** The permissions about people and API keys, with the roles that hold them. */
export const identityPermissions = {
  // These concern the holder's own account.
  'users:read': roles,
  'users:write': roles,
  'users:delete': roles,
  // These concern every person.
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
