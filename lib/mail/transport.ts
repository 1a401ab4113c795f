/** A mail ready to be sent; text that people wrote is here as they typed it, and a transport encodes it. */
export interface Mail {
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** In angle brackets; the same for each try of the same mail, so that a second copy can be told. */
  readonly messageId: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What carries mails to their recipients. */
export interface MailTransport {
  /**
   * Hands a mail over, or gives up after `handoverMilliseconds`. Throws `NotDone` when it was certainly not taken, around
   * `ADDRESS_REJECTED` when the server refuses its recipient for good and `MAIL_UNAVAILABLE` otherwise; and
   * `MAIL_UNCONFIRMED` when nobody knows.
   */
  send(mail: Mail): Promise<void>;
  /** Asks whether mails would be taken, without sending one; throws `Unavailable` when not. */
  check(): Promise<void>;
}

/** A handover lasts no longer, so that it ends within its lease even when taking that was slow. */
export const handoverMilliseconds = 4_000;

/** Ends a handover when it has lasted long enough; a test decides itself when that is. */
export type Deadline = () => AbortSignal;

/** The deadline as it is deployed. */
export const handoverDeadline: Deadline = () => AbortSignal.timeout(handoverMilliseconds);
