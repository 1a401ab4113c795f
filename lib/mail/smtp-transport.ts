import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { addressRejected, enhancedCodeOf, notTaken, unavailable, unconfirmed } from './mail-failures.ts';
import { messageOf } from './message.ts';
import { type Deadline, handoverDeadline, handoverMilliseconds, type MailTransport } from './transport.ts';

/** Where mails go, and in whose name. */
export interface SmtpOptions {
  /** `smtp[s]://[user:password@]host:port`. */
  readonly url: string;
  readonly from: string;
  readonly deadline?: Deadline;
}

const limits = {
  dnsTimeout: handoverMilliseconds,
  connectionTimeout: handoverMilliseconds,
  greetingTimeout: handoverMilliseconds,
  socketTimeout: handoverMilliseconds,
};

/** Carries mails to an SMTP server, one connection a mail. */
export function createSmtpTransport({ url, from, deadline = handoverDeadline }: SmtpOptions): MailTransport {
  return {
    async send(mail) {
      const smtp = createTransport({ url });
      let isUnderWay = false;
      smtp.use('stream', ({ message }, done) => {
        message.processFunc((source) => telling(source, () => (isUnderWay = true)));
        done();
      });
      try {
        // Time limits of nodemailer begin anew with each byte of the server, this one does not.
        await smtp.sendMail({ ...messageOf(mail, from), signal: deadline() });
      } catch (error) {
        throw failureOf(error as SmtpError, isUnderWay);
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

/** The same stream, telling when its first byte is asked for: that is after the server has said yes to DATA. */
function telling(source: Readable, onStart: () => void): Readable {
  return Readable.from(
    (async function* () {
      onStart();
      yield* source;
    })(),
    { objectMode: false },
  );
}

/** As nodemailer throws it. A lost connection names no command, whatever the server had been told before. */
interface SmtpError {
  /** What the failure came of: `CONN`, `MAIL FROM`, `RCPT TO`, `DATA`. */
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/** A server that says no has not taken it, and neither has one that was not given the message. */
function failureOf(error: SmtpError, isUnderWay: boolean): Error {
  if (isRejectionOfAddress(error)) return addressRejected(error);
  return isUnderWay && ![4, 5].includes(classOf(error)) ? unconfirmed(error) : notTaken(error);
}

/** Enhanced codes of RFC 3463 that say of the recipient's address that it is none, or no longer. */
const noSuchAddress = /^5\.(1\.(?![5789]$)\d+|2\.1)$/;

/**
 * Whether the server says that there is no such address. A full mailbox, a policy and a server that asks to come later do
 * not, nor do those of 5.1.x that are about the sender (5.1.7, 5.1.8), the way (5.1.9) or an address that is right (5.1.5).
 */
function isRejectionOfAddress(error: SmtpError): boolean {
  if (error.command !== 'RCPT TO' || classOf(error) !== 5) return false;
  const enhanced = enhancedCodeOf(error.response);
  return enhanced === undefined ? [550, 551, 553].includes(error.responseCode ?? 0) : noSuchAddress.test(enhanced);
}

/** The first digit of the server's answer: 4 for not now, 5 for no, 0 where there was none. */
function classOf({ responseCode = 0 }: SmtpError): number {
  return Math.floor(responseCode / 100);
}
