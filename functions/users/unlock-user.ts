import { systemClock } from '../../lib/clock.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { userPath } from '../../lib/domains/identity/users/schema.ts';
import { createStandingService, type StandingService } from '../../lib/domains/identity/users/standing.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/** Forgets every failed sign-in of an account, so that nobody has to wait for the next; harmless where there is none. */
export const trigger = http({
  method: 'POST',
  path: '/v1/users/{userId}/unlock',
  allow: ['users:manage'],
  params: userPath,
  responses: { 204: 'empty' },
  problems: { 404: ['USER_NOT_FOUND'] },
  grants: ['identity:write', 'audit:append'],
});
export const createHandler = (standings: Pick<StandingService, 'unlock'>, stack: Stack) =>
  endpoint(trigger, ({ params }) => standings.unlock(params.userId), stack);
export const handler = createHandler(createStandingService({ read, commit, clock: systemClock }), liveStack);
