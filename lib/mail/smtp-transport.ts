import { createTransport } from 'nodemailer';
import { delivering } from './delivery.ts';
import { messageOf } from './message.ts';
import type { MailTransport } from './transport.ts';

/** Where mails go, and in whose name. */
export interface SmtpOptions {
  /** `smtp[s]://[user:password@]host:port`. */
  readonly url: string;
  readonly from: string;
  /** Most milliseconds for a mail as a whole; half of the worker's time limit unless said otherwise. */
  readonly deadline?: number;
}

/** Carries mails to an SMTP server, one connection a mail. */
export function createSmtpTransport({ url, from, deadline = 5_000 }: SmtpOptions): MailTransport {
  const smtp = createTransport({
    url,
    dnsTimeout: deadline / 2,
    connectionTimeout: deadline / 2,
    greetingTimeout: deadline / 2,
    socketTimeout: deadline,
  });
  return {
    async send(mail) {
      await delivering(() => smtp.sendMail({ ...messageOf(mail, from), signal: AbortSignal.timeout(deadline) }));
    },
    async check() {
      await delivering(() => smtp.verify());
    },
  };
}
