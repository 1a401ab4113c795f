/** Where a mail to a person goes, and how it greets them. */
export interface Recipient {
  /** Whose account it is about; at another address of theirs as well. */
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  /** Whether anybody has shown to read the mails to the person's address; until then it may be a stranger's. */
  readonly emailVerified: boolean;
}
