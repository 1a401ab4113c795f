import { sesClient } from '../aws/ses.ts';
import { setting } from '../config.ts';
import { createSesTransport } from './ses-transport.ts';
import { createSmtpTransport } from './smtp-transport.ts';
import type { MailTransport } from './transport.ts';

/** The transport that the configuration names, made when it is first used. */
export function createMailer(): MailTransport {
  let chosen: MailTransport | undefined;
  const transport = () => {
    chosen ??= configuredTransport();
    return chosen;
  };
  return {
    send: async (mail) => transport().send(mail),
    check: async () => transport().check(),
  };
}

function configuredTransport(): MailTransport {
  const url = setting('POLYCLINIC_MAIL_TRANSPORT');
  const from = setting('POLYCLINIC_MAIL_FROM');
  if (url !== 'ses') return createSmtpTransport({ url, from });
  return createSesTransport(sesClient(), { from, configurationSet: setting('POLYCLINIC_MAIL_CONFIGURATION_SET') });
}
