import { systemClock as clock } from '../../lib/clock.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import {
  createDeadLetterService,
  type DeadLetterService,
} from '../../lib/domains/operations/queues/dead-letter-service.ts';
import { queuePath } from '../../lib/domains/operations/queues/schema.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/**
 * Deletes all messages that a queue has given up. Of very many it may delete a part only, the oldest first, and answers
 * 503 `DEAD_LETTERS_LEFT` then: repeat the request for the others.
 */
export const trigger = http({
  method: 'DELETE',
  path: '/v1/queues/{name}/dead-letters',
  allow: ['queues:manage'],
  params: queuePath,
  responses: { 204: 'empty' },
  problems: { 404: ['NO_SUCH_QUEUE'], 503: ['DEAD_LETTERS_LEFT'] },
  long: true,
  grants: ['dead-letters:read', 'dead-letters:manage', 'audit:append'],
});
export const createHandler = (deadLetters: Pick<DeadLetterService, 'deleteAll'>, stack: Stack) =>
  endpoint(trigger, ({ params }) => deadLetters.deleteAll(params.name), stack);
export const handler = createHandler(createDeadLetterService({ read, commit, clock }), liveStack);
