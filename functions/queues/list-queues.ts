import * as z from 'zod';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { everyQueue } from '../../lib/domains/operations/queues/all-queues.ts';
import { liveObservation } from '../../lib/domains/operations/queues/live-observation.ts';
import { queueState } from '../../lib/domains/operations/queues/schema.ts';
import { createQueueService, type QueueService } from '../../lib/domains/operations/queues/service.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { schema } from '../../lib/schemas.ts';

/** Lists every queue by its name. Each tells what waits in it, what is being worked on, and what was given up. */
export const trigger = http({
  method: 'GET',
  path: '/v1/queues',
  allow: ['queues:read'],
  responses: { 200: schema(() => z.array(queueState())) },
  problems: { 503: ['QUEUES_UNAVAILABLE'] },
  grants: ['queues:count', 'queue-ages:read', ...everyQueue('observe')],
});
export const createHandler = (queues: Pick<QueueService, 'list'>, stack: Stack) =>
  endpoint(trigger, () => queues.list(), stack);
export const handler = createHandler(createQueueService(liveObservation), liveStack);
