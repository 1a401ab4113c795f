import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { addressRejected, notTaken, unavailable, unconfirmed } from './mail-failures.ts';
import { messageOf } from './message.ts';
import { type RecipientReply, refusalOf } from './recipient-refusal.ts';
import { type Deadline, handoverMilliseconds, type MailTransport } from './transport.ts';

/** The server and the sender of mails. */
interface SmtpOptions {
  /** The server as `smtp[s]://[user:password@]host:port`. */
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

/** Sends mails to an SMTP server, by one connection a mail. */
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
        // Nodemailer's time limits begin anew with each byte of the server, while this one does not.
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
}

/** The failure of a mail: a server that refuses it has not accepted it, and neither has one that was not given the message. */
function failureOf(error: SmtpError, isUnderWay: boolean): Error {
  const refusal = error.command === 'RCPT TO' && classOf(error) === 5 ? refusalOf(error) : 'us';
  if (refusal !== 'us') return addressRejected(error, { isLasting: refusal === 'address' });
  return isUnderWay && ![4, 5].includes(classOf(error)) ? unconfirmed(error) : notTaken(error);
}

/** The first digit of the server's reply: 4 for a temporary refusal, 5 for a permanent one, 0 where there was no reply. */
function classOf({ responseCode = 0 }: SmtpError): number {
  return Math.floor(responseCode / 100);
}
