import { systemClock as clock } from '../../lib/clock.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import {
  createDeadLetterService,
  type DeadLetterService,
} from '../../lib/domains/operations/queues/dead-letter-service.ts';
import { deadLetterPath } from '../../lib/domains/operations/queues/schema.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/** Deletes a message that its queue has given up: it is not worked on any more. */
export const trigger = http({
  method: 'DELETE',
  path: '/v1/queues/{name}/dead-letters/{deadLetterId}',
  allow: ['queues:manage'],
  params: deadLetterPath,
  responses: { 204: 'empty' },
  problems: { 404: ['NO_SUCH_QUEUE', 'NO_SUCH_DEAD_LETTER'] },
  grants: ['dead-letters:manage', 'audit:append'],
});
export const createHandler = (deadLetters: Pick<DeadLetterService, 'delete'>, stack: Stack) =>
  endpoint(trigger, ({ params }) => deadLetters.delete(params.name, params.deadLetterId), stack);
export const handler = createHandler(createDeadLetterService({ read, commit, clock }), liveStack);
