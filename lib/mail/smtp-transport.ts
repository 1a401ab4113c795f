import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import {
  addressRejected,
  deferred,
  enhancedCodeOf,
  refused,
  serverDown,
  unavailable,
  unconfirmed,
} from './mail-failures.ts';
import { messageOf } from './message.ts';
import { type RecipientReply, refusalOf } from './recipient-refusal.ts';
import { followDialogue } from './smtp-dialogue.ts';
import { type Deadline, handoverMilliseconds, type MailTransport } from './transport.ts';

/** The server and the sender of mails. */
interface SmtpOptions {
  /** The server as `smtp[s]://[user:password@]host:port`. */
  readonly url: string;
  readonly from: string;
  readonly deadline: Deadline;
}

/** The enhanced code (RFC 3463) of a mail that is too big, by which some servers refuse it for the moment. */
const codeOfSize = '4.3.4';

const limits = {
  dnsTimeout: handoverMilliseconds,
  connectionTimeout: handoverMilliseconds,
  greetingTimeout: handoverMilliseconds,
  socketTimeout: handoverMilliseconds,
};

/** Sends mails to an SMTP server, by one connection a mail. */
export function createSmtpTransport({ url, from, deadline }: SmtpOptions): MailTransport {
  return {
    async send(mail) {
      const dialogue = followDialogue();
      const smtp = createTransport({ url, logger: dialogue.logger, transactionLog: true });
      let isUnderWay = false;
      smtp.use('stream', ({ message }, done) => {
        message.processFunc((source) => telling(source, () => (isUnderWay = true)));
        done();
      });
      try {
        // Nodemailer's time limits begin anew with each byte of the server, while this one does not.
        await smtp.sendMail({ ...messageOf(mail, from), signal: deadline() });
      } catch (error) {
        throw failureOf(error as SmtpError, { isUnderWay, unanswered: dialogue.unanswered() });
      }
    },
    async check() {
      try {
        await createTransport({ url, ...limits }).verify();
      } catch (error) {
        throw unavailable(error);
      }
    },
  };
}

/** The same stream, which reports when its first byte is read: that is after the server has accepted DATA. */
function telling(source: Readable, onStart: () => void): Readable {
  return Readable.from(
    (async function* () {
      onStart();
      yield* source;
    })(),
    { objectMode: false },
  );
}

/** An error of nodemailer. One of a lost connection names no command, whatever the server had been told before. */
interface SmtpError extends RecipientReply {
  /** The command that failed: `CONN`, `MAIL FROM`, `RCPT TO`, `DATA`. */
  readonly command?: string;
  /** Nodemailer's name of what failed; an error in composing the mail has none. */
  readonly code?: string;
}

/** How far a handover came. */
interface Progress {
  readonly isUnderWay: boolean;
  /** The line of the first command that the server has not answered. */
  readonly unanswered: string | undefined;
}

/** The failure of a mail: a server that refuses it has not accepted it, and neither has one that was not given the message. */
function failureOf(error: SmtpError, { isUnderWay, unanswered }: Progress): Error {
  const refusal = error.command === 'RCPT TO' && classOf(error) === 5 ? refusalOf(error) : 'us';
  if (refusal !== 'us') return addressRejected(error, { isLasting: refusal === 'address' });
  if (isUnderWay && ![4, 5].includes(classOf(error))) return unconfirmed(error);
  if (isAboutServer(error, unanswered)) return serverDown(error);
  return isForNow(error, unanswered) ? deferred(error) : refused(error);
}

/** Failures of nodemailer about what it was given, of which some servers never hear. */
const codesOfMail = ['EENVELOPE', 'EMESSAGE', 'ESTREAM'];
/** Failures of nodemailer when it was not answered in time. */
const codesOfSilence = ['EABORT', 'ETIMEDOUT'];

/**
 * Whether any other mail would have met with the same: no answer, one before the server has heard of this mail, 421 at any time,
 * or a temporary refusal (4xx) of its sender, which all mails have in common. What it says or does not say about a recipient,
 * says after DATA or of a mail's size, or what cannot even be said to it, is about this mail.
 */
function isAboutServer(error: SmtpError, unanswered: string | undefined): boolean {
  const { command, code, responseCode, response } = error;
  if (responseCode === 421) return true;
  if (command === 'MAIL FROM' && classOf(error) === 4) return enhancedCodeOf(response) !== codeOfSize;
  if (code === undefined || codesOfMail.includes(code)) return false;
  return !(codesOfSilence.includes(code) && isAboutRecipient(unanswered));
}

/** Whether the mail may be taken later: a temporary refusal (4xx), as of a greylist, or a recipient it is silent about. */
function isForNow(error: SmtpError, unanswered: string | undefined): boolean {
  return classOf(error) === 4 || (codesOfSilence.includes(error.code ?? '') && isAboutRecipient(unanswered));
}

function isAboutRecipient(command: string | undefined): boolean {
  return command?.startsWith('RCPT') ?? false;
}

/** The first digit of the server's reply: 4 for a temporary refusal, 5 for a permanent one, 0 where there was no reply. */
function classOf({ responseCode = 0 }: SmtpError): number {
  return Math.floor(responseCode / 100);
}
