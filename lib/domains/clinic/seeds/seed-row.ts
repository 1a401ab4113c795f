/**
 * What is told of an invented patient: name, the part of the address before the @, birth date, and what only some have. Those of a
 * `household` live with the one before them, and have the same telephone.
 */
export type SeedRow = readonly [
  name: string,
  mailbox: string,
  dateOfBirth: string,
  more?: {
    readonly household?: true;
    /** Whether the account of `user@polyclinic.test` is linked to them. */
    readonly linked?: true;
    readonly allergies?: readonly string[];
    readonly internalNotes?: string;
  },
];
