import { systemClock } from '../../lib/clock.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { user, userPath } from '../../lib/domains/identity/users/schema.ts';
import { createViewingService, type ViewingService } from '../../lib/domains/identity/users/viewing.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/**
 * Shows a person: oneself, or for an admin anybody, deleted people as well. What an admin reads of others is put on record.
 */
export const trigger = http({
  method: 'GET',
  path: '/v1/users/{userId}',
  allow: ['users:read'],
  params: userPath,
  responses: { 200: user },
  versioned: true,
  problems: { 404: ['USER_NOT_FOUND'] },
  grants: ['identity:read', 'audit:append'],
});
export const createHandler = (users: ViewingService, stack: Stack) =>
  endpoint(trigger, ({ caller, params }) => users.getFor(caller, params.userId), stack);
export const handler = createHandler(createViewingService({ read, commit, clock: systemClock }), liveStack);
