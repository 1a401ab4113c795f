import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { addressRejected, enhancedCodeOf, refused, serverDown, unavailable, unconfirmed } from './mail-failures.ts';
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
  if (isUnderWay && ![4, 5].includes(classOf(error))) return unconfirmed(error);
  return isAboutServer(error) ? serverDown(error) : refused(error);
}

/** The commands by which a server hears of a mail. */
const commandsOfMail = ['MAIL FROM', 'RCPT TO', 'DATA'];
/** Enhanced codes (RFC 3463) of a mail system that takes nothing now, and of a policy that asks to come later. */
const codesOfServer = /^4\.[37]\./;

/**
 * Whether any other mail would have met with the same: no answer, one before the server has heard of this mail, or a temporary
 * refusal (4xx) of its sender, which all mails have in common, or that is said to be about the server.
 */
function isAboutServer(error: SmtpError): boolean {
  const { command = '', responseCode = 0, response } = error;
  if (responseCode === 421 || !commandsOfMail.includes(command)) return true;
  if (classOf(error) !== 4) return classOf(error) !== 5;
  return command === 'MAIL FROM' || codesOfServer.test(enhancedCodeOf(response) ?? '');
}

/** The first digit of the server's reply: 4 for a temporary refusal, 5 for a permanent one, 0 where there was no reply. */
function classOf({ responseCode = 0 }: SmtpError): number {
  return Math.floor(responseCode / 100);
}
