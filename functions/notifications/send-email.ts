import { liveMailDelivery } from '../../lib/domains/live-mail-delivery.ts';
import { mails } from '../../lib/domains/mails.ts';
import { workerTools } from '../../lib/live/worker-tools.ts';
import { mailedEvents } from '../../lib/mail/mail-definition.ts';
import type { DeliverMail } from '../../lib/mail/mail-delivery.ts';
import type { WorkerTools } from '../../lib/messaging/attempt.ts';
import { queue } from '../../lib/messaging/trigger.ts';
import { worker } from '../../lib/messaging/worker.ts';

/** Mails what can wait: a welcome, or what patients hear of appointments. */
export const trigger = queue({
  queue: 'email',
  events: mailedEvents(mails, 'email'),
  grants: [
    'identity:read',
    'appointments:tell',
    'offers:tell',
    'patients:address',
    'clinics:read',
    'doctors:read',
    'suppressions:keep',
    'leases:take',
    'mail:deliver',
  ],
});

export const createHandler = (deliver: DeliverMail, tools: WorkerTools) => worker(trigger, deliver, tools);

export const handler = createHandler(liveMailDelivery, workerTools);
