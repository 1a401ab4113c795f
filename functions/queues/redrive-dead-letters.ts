import { systemClock as clock } from '../../lib/clock.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { everyQueue } from '../../lib/domains/operations/queues/all-queues.ts';
import { createRedriving, type Redriving } from '../../lib/domains/operations/queues/redriving.ts';
import { queuePath, redriven } from '../../lib/domains/operations/queues/schema.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { sqsQueues } from '../../lib/live/sqs-queues.ts';
import { createSend } from '../../lib/messaging/send.ts';

/**
 * Sends the messages that a queue has given up to it again, and tells how many. The oldest go first. Of very many it sends
 * what it has time for: repeat the request while there are dead letters left.
 */
export const trigger = http({
  method: 'POST',
  path: '/v1/queues/{name}/redrive',
  allow: ['queues:manage'],
  params: queuePath,
  responses: { 202: redriven },
  problems: { 404: ['NO_SUCH_QUEUE'], 503: ['QUEUES_UNAVAILABLE'] },
  long: true,
  grants: ['dead-letters:read', 'dead-letters:manage', 'audit:append', ...everyQueue('send')],
});
export const createHandler = (redriving: Pick<Redriving, 'redriveAll'>, stack: Stack) =>
  endpoint(trigger, ({ params }) => redriving.redriveAll(params.name), stack);
const send = createSend(sqsQueues);
export const handler = createHandler(createRedriving({ send, read, commit, clock }), liveStack);
