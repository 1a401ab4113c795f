import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { everyQueue } from '../../lib/domains/operations/queues/all-queues.ts';
import { liveObservation } from '../../lib/domains/operations/queues/live-observation.ts';
import { queuePath, queueState } from '../../lib/domains/operations/queues/schema.ts';
import { createQueueService, type QueueService } from '../../lib/domains/operations/queues/service.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';

/** Shows what waits in a queue, what is being worked on, and what was given up. */
export const trigger = http({
  method: 'GET',
  path: '/v1/queues/{name}',
  allow: ['queues:read'],
  params: queuePath,
  responses: { 200: queueState },
  problems: { 404: ['NO_SUCH_QUEUE'], 503: ['QUEUES_UNAVAILABLE'] },
  grants: ['queues:count', 'queue-ages:read', ...everyQueue('observe')],
});
export const createHandler = (queues: Pick<QueueService, 'get'>, stack: Stack) =>
  endpoint(trigger, ({ params }) => queues.get(params.name), stack);
export const handler = createHandler(createQueueService(liveObservation), liveStack);
