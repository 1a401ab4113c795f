import { DomainError, NotFound, Unavailable } from '../errors.ts';
import { Defer, DependencyDown } from '../messaging/decisions.ts';
import { NotDone } from '../messaging/leases.ts';

/**
 * These failures of a mail carry codes only: a mail server's own words name the recipient, and what is thrown here may be
 * logged and shown.
 */

/** A failure of one mail, while others may go out. */
class MailFailed extends DomainError {}

/** The mail was certainly not accepted, and neither is any other at the moment: it waits, and this is none of its tries. */
export function serverDown(error: unknown): NotDone {
  const { code, message } = unavailable(error);
  return new NotDone(new DependencyDown(code, message));
}

/** The mail was certainly not accepted yet, while others may be: it comes again in a while, and this is none of its tries. */
export function deferred(error: unknown): NotDone {
  return new NotDone(new Defer('MAIL_DEFERRED', `The mail server takes it later (${codesOf(error)})`));
}

/** The mail was certainly not accepted, for what it says or whom it is for. */
export function refused(error: unknown): NotDone {
  return new NotDone(new MailFailed('MAIL_REFUSED', `The mail server refused it (${codesOf(error)})`));
}

/**
 * A mail server accepts nothing for an address; this is lasting where there is no such address, and passes where its mailbox is
 * full.
 */
export class AddressRejected extends NotFound {
  readonly isLasting: boolean;

  constructor(message: string, isLasting: boolean) {
    super('ADDRESS_REJECTED', message);
    this.isLasting = isLasting;
  }
}

/** The mail was certainly not accepted, since the server refuses its recipient. */
export function addressRejected(error: unknown, { isLasting }: Pick<AddressRejected, 'isLasting'>): NotDone {
  const message = isLasting
    ? 'The mail server knows no such address'
    : 'The mail server takes nothing for this address';
  return new NotDone(new AddressRejected(`${message} (${codesOf(error)})`, isLasting));
}

/** Nobody knows whether the mail was accepted. */
export function unconfirmed(error: unknown): DomainError {
  return new MailFailed('MAIL_UNCONFIRMED', `The mail server may have taken it (${codesOf(error)})`);
}

/** The mail server does not answer as it should. */
export function unavailable(error: unknown): Unavailable {
  return new Unavailable('MAIL_UNAVAILABLE', `The mail server did not take it (${codesOf(error)})`);
}

/** The codes by which mail libraries and servers describe a failure. */
interface Coded {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: unknown };
}

function codesOf(error: unknown): string {
  const { name, code, responseCode, response, $metadata } = error as Coded;
  const codes = [name, code, responseCode, enhancedCodeOf(response), $metadata?.httpStatusCode];
  return codes.filter((part) => part !== undefined && part !== 'Error').join(' ');
}

/** The first enhanced status code, such as `5.1.1` (RFC 2034), that begins a line of an SMTP reply. */
export function enhancedCodeOf(reply: unknown): string | undefined {
  return /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/m.exec(String(reply))?.[1];
}
