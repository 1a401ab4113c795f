/** The roles a person may hold; a person holds at least one. */
export const roles = ['user', 'doctor', 'staff', 'admin'] as const;
export type Role = (typeof roles)[number];

/** The permissions of a stack, and which roles have each. On whose objects they may be used is for the service to decide. */
export type PermissionSet = Readonly<Record<`${string}:${string}`, readonly Role[]>>;

/**
 * The permissions of each stack, which the stack adds beside their declaration: so the compiler knows every name, while this
 * module depends on no stack.
 */
export interface PermissionsOfStacks {
  readonly none: Readonly<Record<never, readonly Role[]>>;
}

/** The name of a permission that some stack has declared. */
export type Permission = { [S in keyof PermissionsOfStacks]: keyof PermissionsOfStacks[S] }[keyof PermissionsOfStacks];
