import { createOneTimeTokens } from '../../lib/auth/one-time-tokens.ts';
import { setting } from '../../lib/config.ts';
import { createMailForEvent, type MailSources, mailEvent } from '../../lib/mail/mail-for-event.ts';
import { createMailer } from '../../lib/mail/mailer.ts';
import type { MailTransport } from '../../lib/mail/transport.ts';
import { queue } from '../../lib/queue/trigger.ts';
import { worker } from '../../lib/queue/worker.ts';
import { createUserService } from '../../lib/users/service.ts';

/** Mails a person what has happened to the account: a link to confirm the address, a welcome, a security notice. */
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
    findRecipient: createUserService().recipientOf,
    tokenFor: createOneTimeTokens().tokenOf,
    clientUrl: () => setting('POLYCLINIC_CLIENT_URL'),
  },
  createMailer(),
);
