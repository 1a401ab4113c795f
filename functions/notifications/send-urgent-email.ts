import { liveMailDelivery } from '../../lib/domains/live-mail-delivery.ts';
import { mails } from '../../lib/domains/mails.ts';
import { workerTools } from '../../lib/live/worker-tools.ts';
import { mailedEvents } from '../../lib/mail/mail-definition.ts';
import type { DeliverMail } from '../../lib/mail/mail-delivery.ts';
import type { WorkerTools } from '../../lib/messaging/attempt.ts';
import { queue } from '../../lib/messaging/trigger.ts';
import { worker } from '../../lib/messaging/worker.ts';

/**
 * Mails a person what they wait for, or have to hear of at once. These are links to confirm or reset something, and security
 * notices.
 */
export const trigger = queue({
  queue: 'email-urgent',
  events: mailedEvents(mails, 'email-urgent'),
  grants: ['identity:read', 'identity:query', 'secrets:read', 'suppressions:keep', 'leases:take', 'mail:deliver'],
});

export const createHandler = (deliver: DeliverMail, tools: WorkerTools) => worker(trigger, deliver, tools);

export const handler = createHandler(liveMailDelivery, workerTools);
