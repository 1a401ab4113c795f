import { type PermissionSet, roles } from '../../access/permissions.ts';

/** The permissions about people and API keys, with the roles that hold them. */
export const identityPermissions = {
  // These concern the holder's own account.
  'users:read': { roles, insideClinic: true },
  'users:write': { roles, insideClinic: true },
  'users:delete': { roles, insideClinic: true },
  // These concern every person.
  'users:list': { roles: ['admin'], insideClinic: true },
  'users:manage': { roles: ['admin'], insideClinic: true },
  'api-keys:read': { roles: ['admin'], insideClinic: true },
  'api-keys:write': { roles: ['admin'], insideClinic: true },
} as const satisfies PermissionSet;

declare module '../../access/permissions.ts' {
  interface PermissionsOfStacks {
    identity: typeof identityPermissions;
  }
}
