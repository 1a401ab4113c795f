import * as z from 'zod';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { createOwnSessionService, type OwnSessionService } from '../../lib/domains/identity/sessions/own-sessions.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { id, schema } from '../../lib/schemas.ts';

/** Ends one of one's own sessions; it is refused everywhere within three seconds. */
export const trigger = http({
  method: 'DELETE',
  path: '/v1/auth/sessions/{sessionId}',
  allow: 'signed-in',
  params: schema(() => z.object({ sessionId: id().describe('The id of the session.') })),
  responses: { 204: 'empty' },
  problems: { 404: ['SESSION_NOT_FOUND'] },
  grants: ['identity:write', 'events:append', 'audit:append'],
});
export const createHandler = (sessions: Pick<OwnSessionService, 'revoke'>, stack: Stack) =>
  endpoint(trigger, ({ caller, params }) => sessions.revoke(caller, params.sessionId), stack);
export const handler = createHandler(createOwnSessionService({ read, commit }), liveStack);
