import { type CountEvent, createCountEvent } from '../../lib/domains/operations/analytics/event-counts.ts';
import { envelope } from '../../lib/events/envelope.ts';
import { commit } from '../../lib/live/commit.ts';
import { workerTools } from '../../lib/live/worker-tools.ts';
import type { WorkerTools } from '../../lib/messaging/attempt.ts';
import { queue } from '../../lib/messaging/trigger.ts';
import { worker } from '../../lib/messaging/worker.ts';

/**
 * Counts events by day and type. It works where analytics are switched on, as an example of a consumer that nothing depends
 * on.
 */
export const trigger = queue({ queue: 'analytics', message: envelope, grants: ['event-counts:add'] });

export const createHandler = (countEvent: CountEvent, tools: WorkerTools) =>
  worker(trigger, (event, { claim }) => countEvent(event, claim()), tools);

export const handler = createHandler(createCountEvent({ commit }), workerTools);
