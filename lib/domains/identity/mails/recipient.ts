/** Where a mail to a person goes, and how it greets them. */
export interface Recipient {
  /** Whose account the mail is about, whichever address of theirs it goes to. */
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  /** The language tag of BCP 47 that the person prefers; undefined where they have no preferences. */
  readonly locale: string | undefined;
  /** Whether somebody has proved that they read the mails to the person's address; until then it may be a stranger's. */
  readonly emailVerified: boolean;
}
