import { systemClock } from '../../lib/clock.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { createDeletionService, type DeletionService } from '../../lib/domains/identity/users/deletions.ts';
import { user, userPath } from '../../lib/domains/identity/users/schema.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/**
 * Brings a deleted account back, with its roles. Those of a clinic that is gone are lost, and whoever it belongs to has to sign
 * in anew.
 */
export const trigger = http({
  method: 'POST',
  path: '/v1/users/{userId}/restore',
  allow: ['users:manage'],
  params: userPath,
  responses: { 200: user },
  versioned: true,
  problems: {
    403: ['PERSON_REQUIRED'],
    404: ['USER_NOT_FOUND'],
    409: ['NOT_DELETED', 'DUPLICATE_EMAIL', 'CONCURRENT_CHANGE'],
  },
  grants: [
    'identity:read',
    'identity:write',
    'clinics:refer',
    'clinics:count',
    'doctors:keep',
    'events:append',
    'audit:append',
  ],
});
export const createHandler = (deletions: Pick<DeletionService, 'restore'>, stack: Stack) =>
  endpoint(trigger, ({ caller, params }) => deletions.restore(caller, params.userId), stack);
export const handler = createHandler(createDeletionService({ read, commit, clock: systemClock }), liveStack);
