import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import {
  createPreferenceViewing,
  type PreferenceViewing,
} from '../../lib/domains/identity/users/preference-viewing.ts';
import { preferences } from '../../lib/domains/identity/users/preferences.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { read } from '../../lib/live/read.ts';

/** Shows how the person who asks wants to be told of things. It is what is usual for one who never said. */
export const trigger = http({
  method: 'GET',
  path: '/v1/users/me/preferences',
  allow: 'signed-in',
  responses: { 200: preferences },
  versioned: true,
  grants: ['identity:read'],
});
export const createHandler = (ownPreferences: PreferenceViewing, stack: Stack) =>
  endpoint(trigger, ({ caller }) => ownPreferences.get(caller.userId), stack);
export const handler = createHandler(createPreferenceViewing({ read }), liveStack);
