import { sesClient } from '../aws/ses.ts';
import { setting } from '../config.ts';
import { createSesTransport } from '../mail/ses-transport.ts';
import { createSmtpTransport } from '../mail/smtp-transport.ts';
import { handoverDeadline, type MailTransport } from '../mail/transport.ts';

let chosen: MailTransport | undefined;

/** The transport that the configuration names, made when it is first used. */
export const mailTransport: MailTransport = {
  send: async (mail) => configured().send(mail),
  check: async () => configured().check(),
};

function configured(): MailTransport {
  chosen ??= create();
  return chosen;
}

function create(): MailTransport {
  const url = setting('POLYCLINIC_MAIL_TRANSPORT');
  const from = setting('POLYCLINIC_MAIL_FROM');
  const deadline = handoverDeadline;
  if (url !== 'ses') return createSmtpTransport({ url, from, deadline });
  const configurationSet = setting('POLYCLINIC_MAIL_CONFIGURATION_SET');
  return createSesTransport(sesClient(), { from, configurationSet, deadline });
}
