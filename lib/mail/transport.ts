/** An iCalendar file that a mail client offers to take in; its method is the one that stands in the file. */
export interface MailCalendar {
  readonly method: 'REQUEST' | 'CANCEL';
  readonly content: string;
}

/** A mail ready to be sent. Texts that people wrote are as they typed them, and the transport encodes them. */
export interface Mail {
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** The Message-ID in angle brackets, the same at each attempt to send the mail, so that a second copy can be recognised. */
  readonly messageId: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly calendar?: MailCalendar;
}

/** Sends mails to their recipients. */
export interface MailTransport {
  /**
   * Hands a mail over, or gives up after `handoverMilliseconds`. Throws `NotDone` when it was certainly not accepted, around
   * `ADDRESS_REJECTED` when the server refuses its recipient for good, `DependencyDown` when it takes no mail at all,
   * `Defer` when it may take this one later, and `MAIL_REFUSED` otherwise; and `MAIL_UNCONFIRMED` when nobody knows.
   */
  send(mail: Mail): Promise<void>;
  /** Asks whether mails would be accepted, without sending one; throws `Unavailable` when not. */
  check(): Promise<void>;
}

/** The longest that a handover takes, so that it ends within its lease even when taking that was slow. */
export const handoverMilliseconds = 4_000;

/** Ends a handover that has lasted too long; a test decides itself when that is. */
export type Deadline = () => AbortSignal;

/** The deadline of deployed functions. */
export const handoverDeadline: Deadline = () => AbortSignal.timeout(handoverMilliseconds);
