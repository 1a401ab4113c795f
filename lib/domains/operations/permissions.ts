import type { PermissionSet } from '../../access/permissions.ts';

/** The permissions about the audit and the queues, with the roles that hold them. */
export const operationsPermissions = {
  'audit:read': ['admin'],
  'audit:verify': ['admin'],
  // This permission shows the waiting messages and the dead letters, with the ids of people in them.
  'queues:read': ['admin'],
  'queues:manage': ['admin'],
} as const satisfies PermissionSet;

declare module '../../access/permissions.ts' {
  interface PermissionsOfStacks {
    operations: typeof operationsPermissions;
  }
}
