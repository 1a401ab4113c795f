/** The roles a person may hold; a person holds at least one. */
export const roles = ['user', 'doctor', 'staff', 'admin'] as const;
export type Role = (typeof roles)[number];

/** What a stack lets people try, and which roles may. On whose objects is the service's to say. */
export type PermissionSet = Readonly<Record<`${string}:${string}`, readonly Role[]>>;

/**
 * The permissions of each stack, to which a stack adds its own beside their declaration: so the compiler knows the name of
 * each, and this room none of the stacks.
 */
export interface PermissionsOfStacks {
  readonly none: Readonly<Record<never, readonly Role[]>>;
}

/** The name of a permission that some stack has declared. */
export type Permission = { [S in keyof PermissionsOfStacks]: keyof PermissionsOfStacks[S] }[keyof PermissionsOfStacks];
