import { systemClock } from '../../lib/clock.ts';
import { createOffers, type OfferFreedTime } from '../../lib/domains/clinic/appointments/offers.ts';
import { appointmentCancelled, appointmentRescheduled } from '../../lib/domains/clinic/events/appointments.ts';
import { slotOfferOver, slotPassedOn } from '../../lib/domains/clinic/events/waiting-list.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { sleep } from '../../lib/live/sleep.ts';
import { workerTools } from '../../lib/live/worker-tools.ts';
import type { WorkerTools } from '../../lib/messaging/attempt.ts';
import { queue } from '../../lib/messaging/trigger.ts';
import { worker } from '../../lib/messaging/worker.ts';

/** Offers time of a doctor that is free again to whoever waits for it. What was not taken goes to the next. */
export const trigger = queue({
  queue: 'waiting-list',
  events: [appointmentCancelled, appointmentRescheduled, slotPassedOn, slotOfferOver],
  // Whoever may claim what is due may schedule it as well.
  grants: ['waiting-list:serve', 'clinics:read', 'dues:claim', 'events:append'],
});

export const createHandler = (offerFreedTime: OfferFreedTime, tools: WorkerTools) =>
  worker(trigger, (message, { claim }) => offerFreedTime(message, claim), tools);

export const handler = createHandler(createOffers({ read, commit, clock: systemClock, newId, sleep }), workerTools);
