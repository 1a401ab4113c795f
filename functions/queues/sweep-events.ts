import { systemClock } from '../../lib/clock.ts';
import { createDispatch } from '../../lib/dispatch/dispatch.ts';
import { createPendingEvents } from '../../lib/dispatch/pending-events.ts';
import { optionalQueuesOn, routesOf } from '../../lib/dispatch/routes.ts';
import { createSweep, type Sweep } from '../../lib/dispatch/sweep.ts';
import { dues } from '../../lib/domains/dues.ts';
import { events } from '../../lib/domains/events.ts';
import { everyQueue } from '../../lib/domains/operations/queues/all-queues.ts';
import { database } from '../../lib/live/database.ts';
import { sleep } from '../../lib/live/sleep.ts';
import { sqsQueues } from '../../lib/live/sqs-queues.ts';
import { createSend } from '../../lib/messaging/send.ts';
import { scheduleHandler } from '../../lib/schedules/handler.ts';
import { schedule } from '../../lib/schedules/trigger.ts';

/** Sends again the events that the stream left behind. The stream keeps them a day only, and gives up on a bad batch. */
export const trigger = schedule({
  rate: 'rate(1 minute)',
  grants: ['events:sweep', 'events:settle', ...everyQueue('send')],
});

export const createHandler = (sweep: Sweep) => scheduleHandler(trigger, sweep);

const queuesOf = routesOf([...events, ...dues]);
const pending = createPendingEvents({ database, clock: systemClock, sleep });
const dispatch = createDispatch({
  queuesOf,
  send: createSend(sqsQueues),
  pending,
  optionalQueues: optionalQueuesOn,
  clock: systemClock,
});
export const handler = createHandler(createSweep({ queuesOf, pending, dispatch, clock: systemClock }));
