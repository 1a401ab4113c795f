import { systemClock } from '../../lib/clock.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { createProfileService, type ProfileService } from '../../lib/domains/identity/users/profiles.ts';
import { profileChange, user, userPath } from '../../lib/domains/identity/users/schema.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/** Changes a profile, one's own or for an admin anybody's. An absent field stays, `null` clears the date of birth. */
export const trigger = http({
  method: 'PATCH',
  path: '/v1/users/{userId}',
  allow: ['users:write'],
  params: userPath,
  body: profileChange,
  responses: { 200: user },
  versioned: true,
  problems: { 404: ['USER_NOT_FOUND'], 409: ['CONCURRENT_CHANGE'], 412: ['STALE_VERSION'], 422: ['UNDERAGE'] },
  grants: ['identity:read', 'identity:write', 'doctors:keep', 'audit:append'],
});
export const createHandler = (profiles: Pick<ProfileService, 'change'>, stack: Stack) =>
  endpoint(
    trigger,
    ({ caller, params, expectedVersion, body }) => profiles.change(caller, { ...params, expectedVersion }, body),
    stack,
  );
export const handler = createHandler(createProfileService({ read, commit, clock: systemClock }), liveStack);
