import { routesOf } from '../../lib/dispatch/routes.ts';
import { createSweep, type Sweep } from '../../lib/dispatch/sweep.ts';
import { events } from '../../lib/domains/events.ts';
import { everyQueue } from '../../lib/domains/operations/queues/all-queues.ts';
import { scheduleHandler } from '../../lib/schedules/handler.ts';
import { schedule } from '../../lib/schedules/trigger.ts';

/** Sends again the events that the stream left behind: it keeps them a day only, and gives up on a bad batch. */
export const trigger = schedule({
  rate: 'rate(1 minute)',
  grants: ['events:sweep', 'events:settle', ...everyQueue('send')],
});

export const createHandler = (sweep: Sweep) => scheduleHandler(trigger, sweep);

export const handler = createHandler(createSweep({ queuesOf: routesOf(events) }));
