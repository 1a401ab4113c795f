import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import {
  createPreferenceService,
  type PreferenceService,
} from '../../lib/domains/identity/users/preference-service.ts';
import { preferences, wantedPreferences } from '../../lib/domains/identity/users/preferences.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/** Sets how the person who asks wants to be told of things. It takes the place of all preferences before. */
export const trigger = http({
  method: 'PUT',
  path: '/v1/users/me/preferences',
  allow: 'signed-in',
  body: wantedPreferences,
  responses: { 200: preferences },
  versioned: true,
  problems: { 409: ['CONCURRENT_CHANGE'], 412: ['STALE_VERSION'] },
  grants: ['identity:read', 'identity:write', 'audit:append'],
});
export const createHandler = (ownPreferences: Pick<PreferenceService, 'set'>, stack: Stack) =>
  endpoint(
    trigger,
    ({ caller, expectedVersion, body }) => ownPreferences.set({ userId: caller.userId, expectedVersion }, body),
    stack,
  );
export const handler = createHandler(createPreferenceService({ read, commit }), liveStack);
