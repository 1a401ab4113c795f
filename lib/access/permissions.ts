/** The roles a person may hold; a person holds at least one. */
export const roles = ['user', 'doctor', 'staff', 'admin'] as const;
export type Role = (typeof roles)[number];

/** What anybody may do with their own account. */
const own = ['users:read', 'users:write', 'users:delete'] as const;

/** What each role may try. On whose objects is the service's to say. */
const permissionsOfRole = {
  user: own,
  doctor: own,
  staff: own,
  admin: [
    ...own,
    // See every person, and change every person.
    'users:list',
    'users:manage',
    'api-keys:read',
    'api-keys:write',
    'audit:read',
    'audit:verify',
    // What waits and what was given up, with the ids of people in it.
    'queues:read',
    'queues:manage',
  ],
} as const satisfies Record<Role, readonly string[]>;

export type Permission = (typeof permissionsOfRole)[Role][number];

/** Every permission that there is; the scopes of API keys are among them. */
export const permissions: readonly Permission[] = [...new Set(Object.values(permissionsOfRole).flat())];

/** All that the holder of `held` may try. */
export function permissionsOf(held: readonly Role[]): ReadonlySet<Permission> {
  return new Set(held.flatMap((role) => permissionsOfRole[role]));
}
