/** The roles a person may hold; a person holds at least one. */
export const roles = ['user', 'doctor', 'staff', 'admin'] as const;
export type Role = (typeof roles)[number];

/** What each role may try. On whose objects is the service's to say. */
const permissionsOfRole = {
  user: ['users:read'],
  doctor: ['users:read'],
  staff: ['users:read'],
  admin: ['users:read'],
} as const satisfies Record<Role, readonly string[]>;

export type Permission = (typeof permissionsOfRole)[Role][number];

/** All that the holder of `held` may try. */
export function permissionsOf(held: readonly Role[]): ReadonlySet<Permission> {
  return new Set(held.flatMap((role) => permissionsOfRole[role]));
}
