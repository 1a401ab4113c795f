/** Actions that are audited, such as `users.listed`, each with a sentence for readers of the audit. */
export type AuditActionSet = Readonly<Record<`${string}.${string}`, string>>;

/**
 * The actions of each stack, which the stack adds beside their declaration: so the compiler knows every name, while this module
 * depends on no stack.
 */
export interface AuditActionsOfStacks {
  readonly none: Readonly<Record<never, string>>;
}

/** The name of an action that some stack has declared. */
export type AuditAction = {
  [S in keyof AuditActionsOfStacks]: keyof AuditActionsOfStacks[S];
}[keyof AuditActionsOfStacks];
