import { createMailDelivery, type DeliverMail } from '../../lib/mail/mail-delivery.ts';
import { mailEvents } from '../../lib/mail/mail-for-event.ts';
import { createMailSources } from '../../lib/mail/mail-sources.ts';
import { createSuppressions } from '../../lib/mail/suppressions.ts';
import type { WorkerTools } from '../../lib/queue/attempt.ts';
import { queue } from '../../lib/queue/trigger.ts';
import { worker } from '../../lib/queue/worker.ts';
import { emailHashOf } from '../../lib/users/repository.ts';

/** Mails a person what they wait for, or have to hear of at once: links to confirm or reset something, security notices. */
export const trigger = queue({
  queue: 'email-urgent',
  message: mailEvents['email-urgent'],
  grants: ['identity:read', 'identity:query', 'secrets:read', 'suppressions:keep', 'leases:take', 'mail:deliver'],
});

export const createHandler = (deliver: DeliverMail, tools?: WorkerTools) => worker(trigger, deliver, tools);

export const handler = createHandler(
  createMailDelivery({
    sources: createMailSources(),
    suppressions: createSuppressions({ hashOf: emailHashOf }),
  }),
);
