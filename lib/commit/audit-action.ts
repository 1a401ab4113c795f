/** What may be put on record, `users.listed`, each with a sentence for those who read the record. */
export type AuditActionSet = Readonly<Record<`${string}.${string}`, string>>;

/**
 * The actions of each stack, to which whoever has some adds them beside their declaration: so the compiler knows the name of
 * each, and this room none of the stacks.
 */
export interface AuditActionsOfStacks {
  readonly none: Readonly<Record<never, string>>;
}

/** The name of an action that somebody has declared. */
export type AuditAction = {
  [S in keyof AuditActionsOfStacks]: keyof AuditActionsOfStacks[S];
}[keyof AuditActionsOfStacks];
