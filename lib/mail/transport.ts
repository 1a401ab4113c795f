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
  /** Hands a mail over; throws `Unavailable` when it was not taken. */
  send(mail: Mail): Promise<void>;
  /** Asks whether mails would be taken, without sending one; throws `Unavailable` when not. */
  check(): Promise<void>;
}
