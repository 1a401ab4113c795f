import type { PermissionSet } from '../../access/permissions.ts';

/** What may be tried with the audit and the queues. */
export const operationsPermissions = {
  'audit:read': ['admin'],
  'audit:verify': ['admin'],
  // What waits and what was given up, with the ids of people in it.
  'queues:read': ['admin'],
  'queues:manage': ['admin'],
} as const satisfies PermissionSet;

declare module '../../access/permissions.ts' {
  interface PermissionsOfStacks {
    operations: typeof operationsPermissions;
  }
}
