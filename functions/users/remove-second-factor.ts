import { systemClock } from '../../lib/clock.ts';
import {
  createSecondFactorRemoval,
  type SecondFactorRemoval,
} from '../../lib/domains/identity/auth/second-factor/second-factor-removal.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { userPath } from '../../lib/domains/identity/users/schema.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/**
 * Turns off the second factor of somebody who has lost what shows it. That is the authenticator and the recovery codes of
 * somebody else. Their sessions end, and they are told by mail. An administrator in person does it, having made sure who
 * asks.
 */
export const trigger = http({
  method: 'DELETE',
  path: '/v1/users/{userId}/mfa',
  allow: ['users:manage'],
  params: userPath,
  responses: { 204: 'empty' },
  problems: {
    403: ['PERSON_REQUIRED', 'OWN_ACCOUNT'],
    404: ['USER_NOT_FOUND'],
    409: ['MFA_NOT_ENABLED', 'CONCURRENT_CHANGE'],
  },
  grants: ['identity:read', 'identity:write', 'events:append', 'audit:append'],
});
export const createHandler = (removal: Pick<SecondFactorRemoval, 'remove'>, stack: Stack) =>
  endpoint(trigger, ({ caller, params }) => removal.remove(caller, params.userId), stack);
export const handler = createHandler(createSecondFactorRemoval({ clock: systemClock, read, commit }), liveStack);
