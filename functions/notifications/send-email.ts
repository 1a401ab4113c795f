import { createMailRecipients } from '../../lib/auth/mail-recipients.ts';
import { createOneTimeTokens } from '../../lib/auth/one-time-tokens/one-time-tokens.ts';
import { setting } from '../../lib/config.ts';
import { createMailForEvent, mailEvent } from '../../lib/mail/mail-for-event.ts';
import type { MailSources } from '../../lib/mail/mail-sources.ts';
import { createMailer } from '../../lib/mail/mailer.ts';
import type { MailTransport } from '../../lib/mail/transport.ts';
import { queue } from '../../lib/queue/trigger.ts';
import { worker } from '../../lib/queue/worker.ts';

/** Mails a person what has happened to the account: links to confirm or reset something, a welcome, security notices. */
export const trigger = queue({
  queue: 'email',
  message: mailEvent,
  grants: ['identity:read', 'secrets:read', 'mail:deliver'],
});

export const createHandler = (sources: MailSources, transport: Pick<MailTransport, 'send'>) => {
  const mailForEvent = createMailForEvent(sources);
  return worker(trigger, async (event) => {
    const mail = await mailForEvent(event);
    if (mail) await transport.send(mail);
  });
};

export const handler = createHandler(
  {
    ...createMailRecipients(),
    tokenFor: createOneTimeTokens().tokenOf,
    clientUrl: () => setting('POLYCLINIC_CLIENT_URL'),
  },
  createMailer(),
);
