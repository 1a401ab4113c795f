import { type Clock, systemClock } from '../../lib/clock.ts';
import { createDispatch, type Dispatch } from '../../lib/dispatch/dispatch.ts';
import { createPendingEvents } from '../../lib/dispatch/pending-events.ts';
import { optionalQueuesOn, routesOf } from '../../lib/dispatch/routes.ts';
import { dues } from '../../lib/domains/dues.ts';
import { events } from '../../lib/domains/events.ts';
import { everyQueue } from '../../lib/domains/operations/queues/all-queues.ts';
import { eventOfItem } from '../../lib/events/outbox.ts';
import { database } from '../../lib/live/database.ts';
import { sleep } from '../../lib/live/sleep.ts';
import { sqsQueues } from '../../lib/live/sqs-queues.ts';
import { createSend } from '../../lib/messaging/send.ts';
import { streamHandler } from '../../lib/streams/handler.ts';
import { stream } from '../../lib/streams/trigger.ts';

/** Sends each event of a committed change to the queues that its type is routed to. */
export const trigger = stream({
  table: 'events',
  changes: ['INSERT'],
  batchSize: 100,
  grants: ['events:settle', ...everyQueue('send')],
});

export const createHandler = (dispatch: Dispatch, clock: Clock) =>
  streamHandler(trigger, async (items) => {
    const stored = items.map((item) => eventOfItem(item, clock()));
    const failed = await dispatch(stored.filter((event) => event !== undefined));
    return stored.map((event) => !event || !failed.has(event));
  });

export const handler = createHandler(
  createDispatch({
    queuesOf: routesOf([...events, ...dues]),
    send: createSend(sqsQueues),
    pending: createPendingEvents({ database, clock: systemClock, sleep }),
    optionalQueues: optionalQueuesOn,
    clock: systemClock,
  }),
  systemClock,
);
