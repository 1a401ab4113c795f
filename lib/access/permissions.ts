/** The roles a person may hold; a person holds at least one. */
export const roles = ['user', 'doctor', 'staff', 'admin'] as const;
export type Role = (typeof roles)[number];

/** What a stack says of one of its permissions. On whose objects it may be used is for the service to decide. */
export interface PermissionRule {
  /** The roles that have it. */
  readonly roles: readonly Role[];
  /**
   * Whether an API key that is bound to a clinic can use it: only where all that it opens is judged by the clinic of its caller.
   */
  readonly insideClinic: boolean;
}

/** The permissions of a stack, each of which says whether it is used inside one clinic. */
export type PermissionSet = Readonly<Record<`${string}:${string}`, PermissionRule>>;

/**
 * The permissions of each stack, which the stack adds beside their declaration: so the compiler knows every name, while this
 * module depends on no stack.
 */
export interface PermissionsOfStacks {
  readonly none: Readonly<Record<never, PermissionRule>>;
}

/** The name of a permission that some stack has declared. */
export type Permission = { [S in keyof PermissionsOfStacks]: keyof PermissionsOfStacks[S] }[keyof PermissionsOfStacks];
