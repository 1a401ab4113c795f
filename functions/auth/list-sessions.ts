import * as z from 'zod';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { ownSession } from '../../lib/domains/identity/sessions/schema.ts';
import { createSessionListing, type SessionListing } from '../../lib/domains/identity/sessions/session-listing.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { read } from '../../lib/live/read.ts';
import { schema } from '../../lib/schemas.ts';

/** Lists where the person who asks is signed in, newest first. These are the sessions that are alive, at most 100. */
export const trigger = http({
  method: 'GET',
  path: '/v1/auth/sessions',
  allow: 'signed-in',
  responses: { 200: schema(() => z.array(ownSession())) },
  grants: ['identity:read', 'identity:query'],
});
export const createHandler = (sessions: SessionListing, stack: Stack) =>
  endpoint(trigger, ({ caller }) => sessions.list(caller), stack);
export const handler = createHandler(createSessionListing({ read }), liveStack);
