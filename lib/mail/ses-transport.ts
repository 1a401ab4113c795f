import { GetAccountCommand, type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import MailComposer from 'nodemailer/lib/mail-composer';
import { Unavailable } from '../errors.ts';
import { deferred, refused, serverDown, unavailable, unconfirmed } from './mail-failures.ts';
import { messageOf } from './message.ts';
import type { Deadline, Mail, MailTransport } from './transport.ts';

/** The sender of mails, and the rules of SES that apply to them. */
interface SesOptions {
  readonly from: string;
  /** The name of the configuration set, which keeps the addresses that bounced. */
  readonly configurationSet: string;
  readonly deadline: Deadline;
}

/** Sends mails by Amazon SES as whole messages, so that they read the same as by SMTP. */
export function createSesTransport(
  ses: Pick<SESv2Client, 'send'>,
  { from, configurationSet, deadline }: SesOptions,
): MailTransport {
  return {
    async send(mail) {
      const { data, recipients } = await compose(mail, from);
      const command = new SendEmailCommand({
        Destination: { ToAddresses: recipients },
        Content: { Raw: { Data: data } },
        ConfigurationSetName: configurationSet,
      });
      try {
        await ses.send(command, { abortSignal: deadline() });
      } catch (error) {
        throw failureOf(error as SesError);
      }
    },
    async check() {
      const { SendingEnabled } = await ses.send(new GetAccountCommand({})).catch((error: unknown) => {
        throw unavailable(error);
      });
      if (!SendingEnabled) throw new Unavailable('MAIL_UNAVAILABLE', 'Sending is paused for this SES account');
    },
  };
}

async function compose(mail: Mail, from: string): Promise<{ data: Uint8Array; recipients: string[] }> {
  // SES replaces our Message-ID by one of its own.
  const headers = { ...mail.headers, 'X-Polyclinic-Message-ID': mail.messageId };
  const message = new MailComposer({ ...messageOf({ ...mail, headers }, from), newline: 'windows' }).compile();
  return { data: await message.build(), recipients: message.getEnvelope().to };
}

/** An error of the SDK: an answer of SES, or what became of the connection. */
interface SesError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly code?: string;
  readonly syscall?: string;
}

/** Codes of connections that were never made: a name is not found, a server does not listen, or a certificate is not right. */
const withoutRequest = /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED)$|CERT|^UNABLE_TO_/;

/** How the SDK tells its time limit of a connection from that of an answer, for neither has a code. */
const withoutConnection = /did not establish a connection/;

/** Refusals of SES that are about one mail; all others are about the account, the stage or the moment. */
const aboutMail = ['MessageRejected', 'BadRequestException'];

/** The status of `TooManyRequestsException`, where mails come faster than the account may send. */
const tooMany = 429;

/** The failure of a mail: it was certainly not sent where SES has answered that, or was never asked. */
function failureOf(error: SesError): Error {
  const { $metadata, name, message, code = '', syscall } = error;
  const status = $metadata?.httpStatusCode ?? 0;
  if (status === tooMany) return deferred(error);
  if (status >= 400) return aboutMail.includes(name) ? refused(error) : serverDown(error);
  const isUnasked = syscall === 'connect' || withoutRequest.test(code) || withoutConnection.test(message);
  return isUnasked ? serverDown(error) : unconfirmed(error);
}
