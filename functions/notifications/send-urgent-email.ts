import { systemClock as clock } from '../../lib/clock.ts';
import { createMailSourcesOfStacks, createMails, hashOfAddress, mails } from '../../lib/domains/mails.ts';
import { newId } from '../../lib/ids.ts';
import { mailTransport } from '../../lib/live/mail-transport.ts';
import { read } from '../../lib/live/read.ts';
import { workerTools } from '../../lib/live/worker-tools.ts';
import { writeAlone } from '../../lib/live/write-alone.ts';
import { mailedEvents } from '../../lib/mail/mail-definition.ts';
import { createMailDelivery, type DeliverMail } from '../../lib/mail/mail-delivery.ts';
import { createSuppressions } from '../../lib/mail/suppressions.ts';
import type { WorkerTools } from '../../lib/messaging/attempt.ts';
import { createLease } from '../../lib/messaging/leases.ts';
import { queue } from '../../lib/messaging/trigger.ts';
import { worker } from '../../lib/messaging/worker.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/** Mails a person what they wait for, or have to hear of at once: links to confirm or reset something, security notices. */
export const trigger = queue({
  queue: 'email-urgent',
  events: mailedEvents(mails, 'email-urgent'),
  grants: ['identity:read', 'identity:query', 'secrets:read', 'suppressions:keep', 'leases:take', 'mail:deliver'],
});

export const createHandler = (deliver: DeliverMail, tools: WorkerTools) => worker(trigger, deliver, tools);

export const handler = createHandler(
  createMailDelivery({
    mails: createMails(createMailSourcesOfStacks({ read, clock, secrets })),
    suppressions: createSuppressions({ hashOf: hashOfAddress, read, writeAlone, clock }),
    transport: mailTransport,
    lease: createLease({ writeAlone, clock, newId }),
  }),
  workerTools,
);
