import { systemClock as clock } from '../../lib/clock.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import {
  createDeadLetterService,
  type DeadLetterService,
} from '../../lib/domains/operations/queues/dead-letter-service.ts';
import { queuePath, shownDeadLetter } from '../../lib/domains/operations/queues/schema.ts';
import { createCursorSeal } from '../../lib/http/cursor-seal.ts';
import { listEndpoint } from '../../lib/http/list-endpoint.ts';
import { noFilters, pageOf, pageQuery } from '../../lib/http/page.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/** Lists the messages that a queue has given up, each with its last error. Those that were sent last come first. */
export const trigger = http({
  method: 'GET',
  path: '/v1/queues/{name}/dead-letters',
  allow: ['queues:read'],
  params: queuePath,
  query: pageQuery(noFilters),
  responses: { 200: pageOf(shownDeadLetter) },
  problems: { 404: ['NO_SUCH_QUEUE'] },
  grants: ['dead-letters:read', 'audit:append'],
});
export const createHandler = (deadLetters: Pick<DeadLetterService, 'list'>, stack: Stack) =>
  listEndpoint(trigger, ({ params }, request) => deadLetters.list(params.name, request), stack);
export const handler = createHandler(createDeadLetterService({ read, commit, clock }), {
  ...liveStack,
  cursors: createCursorSeal(secrets),
});
