import { hasCode } from '../errors.ts';
import { Defer, DependencyDown, Drop, Park, Retry } from '../messaging/decisions.ts';
import { outageIn } from '../messaging/dependency-down.ts';
import { causeOf } from '../messaging/failures.ts';

/** Why a mail did not go out, with what tells it from the other mails of its event. */
export interface MailFailure {
  readonly template: string;
  readonly recipientName: string;
  readonly error: unknown;
}

/** A mail is left to a person, while the message comes again for another one; the code is that of what was left. */
class LeftToPerson extends Error {
  override readonly name = 'LeftToPerson';
  readonly code: string;

  constructor(code: string, message: string, cause: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/**
 * What becomes of a message some mails of which did not go out; undefined where all did. It comes again while a mail of it may
 * still go out: when what is down is up again, or another worker is through, else after a pause.
 */
export function decisiveOf(failures: readonly MailFailure[]): unknown {
  const open =
    // While it waits none of its tries is spent, whatever the other mails have failed of.
    failures.find(({ error }) => outageIn(error)) ??
    failures.find(({ error }) => error instanceof Defer) ??
    failures.find(({ error }) => error instanceof Retry) ??
    // Whoever redrives the dead letter of it may send a mail that was taken.
    failures.find(({ error }) => hasCode(error, 'MAIL_UNCONFIRMED')) ??
    failures.find(({ error }) => !(error instanceof Park || error instanceof Drop));
  const left = failures.filter(({ error }) => error instanceof Park);
  if (open && left[0]) return bothOf(left, open, causeOf(left[0].error).code);
  return (open ?? left[0] ?? failures[0])?.error;
}

/** Comes again as `open` does, and tells what is left: whoever redrives the dead letter decides about that as well. */
function bothOf(left: readonly MailFailure[], open: MailFailure, code: string): Error {
  const waiting = left.map((each) => told(each, 'waits for a decision'));
  const message = [...waiting, told(open, 'may still go out')].join('; ');
  const { error } = open;
  if (outageIn(error)) return new DependencyDown(code, message);
  if (error instanceof Defer) return new Defer(code, message);
  return error instanceof Retry ? new Retry(code, message, error) : new LeftToPerson(code, message, error);
}

function told({ template, recipientName, error }: MailFailure, what: string): string {
  return `${template} to ${recipientName} ${what} (${causeOf(error).code})`;
}
