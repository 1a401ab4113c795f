import { systemClock as clock } from '../../lib/clock.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import {
  createDeadLetterService,
  type DeadLetterService,
} from '../../lib/domains/operations/queues/dead-letter-service.ts';
import { deadLetterPath, shownDeadLetter } from '../../lib/domains/operations/queues/schema.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/** Shows a message that its queue has given up, and why. */
export const trigger = http({
  method: 'GET',
  path: '/v1/queues/{name}/dead-letters/{deadLetterId}',
  allow: ['queues:read'],
  params: deadLetterPath,
  responses: { 200: shownDeadLetter },
  problems: { 404: ['NO_SUCH_QUEUE', 'NO_SUCH_DEAD_LETTER'] },
  grants: ['dead-letters:read', 'audit:append'],
});
export const createHandler = (deadLetters: Pick<DeadLetterService, 'get'>, stack: Stack) =>
  endpoint(trigger, ({ params }) => deadLetters.get(params.name, params.deadLetterId), stack);
export const handler = createHandler(createDeadLetterService({ read, commit, clock }), liveStack);
