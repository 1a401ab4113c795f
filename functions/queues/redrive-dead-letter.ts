import { systemClock as clock } from '../../lib/clock.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { everyQueue } from '../../lib/domains/operations/queues/all-queues.ts';
import { createRedriving, type Redriving } from '../../lib/domains/operations/queues/redriving.ts';
import { deadLetterPath } from '../../lib/domains/operations/queues/schema.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { sqsQueues } from '../../lib/live/sqs-queues.ts';
import { createSend } from '../../lib/messaging/send.ts';

/** Sends a message to the queue that has given it up, to be tried once more. Should it fail again, it comes back. */
export const trigger = http({
  method: 'POST',
  path: '/v1/queues/{name}/dead-letters/{deadLetterId}/redrive',
  allow: ['queues:manage'],
  params: deadLetterPath,
  responses: { 202: 'empty' },
  problems: { 404: ['NO_SUCH_QUEUE', 'NO_SUCH_DEAD_LETTER'], 503: ['QUEUES_UNAVAILABLE'] },
  grants: ['dead-letters:read', 'dead-letters:manage', 'audit:append', ...everyQueue('send')],
});
export const createHandler = (redriving: Pick<Redriving, 'redrive'>, stack: Stack) =>
  endpoint(trigger, ({ params }) => redriving.redrive(params.name, params.deadLetterId), stack);
const send = createSend(sqsQueues);
export const handler = createHandler(createRedriving({ send, read, commit, clock }), liveStack);
