/** What is told of an invented patient: name, the part of the address before the @, birth date, and what only some have. */
export type SeedRow = readonly [
  name: string,
  mailbox: string,
  dateOfBirth: string,
  more?: {
    /** The mailbox of whom a child lives with, whose telephone it is. */
    readonly livesWith?: string;
    /** Whether the account of `user@polyclinic.test` is linked to them. */
    readonly linked?: true;
    readonly allergies?: readonly string[];
    readonly internalNotes?: string;
  },
];
