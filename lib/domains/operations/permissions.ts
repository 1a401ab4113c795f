import type { PermissionSet } from '../../access/permissions.ts';

/** The permissions about the audit and the queues, with the roles that hold them. Neither knows to which clinic a line belongs. */
export const operationsPermissions = {
  'audit:read': { roles: ['admin'], insideClinic: false },
  'audit:verify': { roles: ['admin'], insideClinic: false },
  // This permission shows the waiting messages and the dead letters, with the ids of people in them.
  'queues:read': { roles: ['admin'], insideClinic: false },
  'queues:manage': { roles: ['admin'], insideClinic: false },
} as const satisfies PermissionSet;

declare module '../../access/permissions.ts' {
  interface PermissionsOfStacks {
    operations: typeof operationsPermissions;
  }
}
