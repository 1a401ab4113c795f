import { systemClock } from '../../lib/clock.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import {
  type AccountAdministration,
  createAccountAdministration,
} from '../../lib/domains/identity/users/account-administration.ts';
import { userPath } from '../../lib/domains/identity/users/schema.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/** Forgets every failed sign-in of an account. So nobody has to wait for the next; it is harmless where there is none. */
export const trigger = http({
  method: 'POST',
  path: '/v1/users/{userId}/unlock',
  allow: ['users:manage'],
  params: userPath,
  responses: { 204: 'empty' },
  problems: { 404: ['USER_NOT_FOUND'], 409: ['CONCURRENT_CHANGE'] },
  grants: ['identity:read', 'identity:write', 'audit:append'],
});
export const createHandler = (administration: Pick<AccountAdministration, 'unlock'>, stack: Stack) =>
  endpoint(trigger, ({ caller, params }) => administration.unlock(caller, params.userId), stack);
export const handler = createHandler(createAccountAdministration({ read, commit, clock: systemClock }), liveStack);
