import { GetAccountCommand, type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import MailComposer from 'nodemailer/lib/mail-composer';
import { Unavailable } from '../errors.ts';
import { delivering } from './delivery.ts';
import { messageOf } from './message.ts';
import type { Mail, MailTransport } from './transport.ts';

/** Carries mails by Amazon SES, as whole messages, so that they read the same as by SMTP. */
export function createSesTransport(ses: Pick<SESv2Client, 'send'>, { from }: { readonly from: string }): MailTransport {
  return {
    async send(mail) {
      const { data, recipients } = await compose(mail, from);
      await delivering(() =>
        ses.send(new SendEmailCommand({ Destination: { ToAddresses: recipients }, Content: { Raw: { Data: data } } })),
      );
    },
    async check() {
      const { SendingEnabled } = await delivering(() => ses.send(new GetAccountCommand({})));
      if (!SendingEnabled) throw new Unavailable('MAIL_UNAVAILABLE', 'Sending is paused for this SES account');
    },
  };
}

async function compose(mail: Mail, from: string): Promise<{ data: Uint8Array; recipients: string[] }> {
  // SES puts a Message-ID of its own in place of ours.
  const headers = { ...mail.headers, 'X-Polyclinic-Message-ID': mail.messageId };
  const message = new MailComposer({ ...messageOf({ ...mail, headers }, from), newline: 'windows' }).compile();
  return { data: await message.build(), recipients: message.getEnvelope().to };
}
