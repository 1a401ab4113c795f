import { systemClock } from '../../lib/clock.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { user } from '../../lib/domains/identity/users/schema.ts';
import { createUserService, type UserService } from '../../lib/domains/identity/users/service.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { read } from '../../lib/live/read.ts';

/** Shows the account of the person who asks. */
export const trigger = http({
  method: 'GET',
  path: '/v1/users/me',
  allow: 'signed-in',
  responses: { 200: user },
  versioned: true,
  problems: { 404: ['USER_NOT_FOUND'] },
  grants: ['identity:read'],
});
export const createHandler = (users: Pick<UserService, 'get'>, stack: Stack) =>
  endpoint(trigger, ({ caller }) => users.get(caller.userId), stack);
export const handler = createHandler(createUserService({ read, clock: systemClock }), liveStack);
