import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { addressRejected, notTaken, unavailable, unconfirmed } from './mail-failures.ts';
import { messageOf } from './message.ts';
import { type RecipientReply, refusalOf } from './recipient-refusal.ts';
import { type Deadline, handoverMilliseconds, type MailTransport } from './transport.ts';

/** Where mails go, and in whose name. */
interface SmtpOptions {
  /** `smtp[s]://[user:password@]host:port`. */
  readonly url: string;
  readonly from: string;
  readonly deadline: Deadline;
}

const limits = {
  dnsTimeout: handoverMilliseconds,
  connectionTimeout: handoverMilliseconds,
  greetingTimeout: handoverMilliseconds,
  socketTimeout: handoverMilliseconds,
};

/** Carries mails to an SMTP server, one connection a mail. */
export function createSmtpTransport({ url, from, deadline }: SmtpOptions): MailTransport {
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
interface SmtpError extends RecipientReply {
  /** What the failure came of: `CONN`, `MAIL FROM`, `RCPT TO`, `DATA`. */
  readonly command?: string;
}

/** A server that says no has not taken it, and neither has one that was not given the message. */
function failureOf(error: SmtpError, isUnderWay: boolean): Error {
  const refusal = error.command === 'RCPT TO' && classOf(error) === 5 ? refusalOf(error) : 'us';
  if (refusal !== 'us') return addressRejected(error, { isLasting: refusal === 'address' });
  return isUnderWay && ![4, 5].includes(classOf(error)) ? unconfirmed(error) : notTaken(error);
}

/** The first digit of the server's answer: 4 for not now, 5 for no, 0 where there was none. */
function classOf({ responseCode = 0 }: SmtpError): number {
  return Math.floor(responseCode / 100);
}
