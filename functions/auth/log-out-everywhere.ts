import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { createOwnSessionService, type OwnSessionService } from '../../lib/domains/identity/sessions/own-sessions.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/** Ends every session of the person who asks, the one that asks too. */
export const trigger = http({
  method: 'POST',
  path: '/v1/auth/logout-all',
  allow: 'signed-in',
  responses: { 204: 'empty' },
  problems: { 404: ['USER_NOT_FOUND'] },
  grants: ['identity:write', 'events:append', 'audit:append'],
});
export const createHandler = (sessions: Pick<OwnSessionService, 'endAll'>, stack: Stack) =>
  endpoint(trigger, ({ caller }) => sessions.endAll(caller), stack);
export const handler = createHandler(createOwnSessionService({ read, commit }), liveStack);
