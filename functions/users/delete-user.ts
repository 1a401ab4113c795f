import { systemClock } from '../../lib/clock.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { createDeletionService, type DeletionService } from '../../lib/domains/identity/users/deletions.ts';
import { userPath } from '../../lib/domains/identity/users/schema.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/**
 * Deletes an account of another, for an admin. Every session ends, the email address is free, and a mail tells the owner.
 * One's own is deleted by `/v1/users/me` alone. `heldBy` of `DOCTOR_IN_USE` counts the patients whom the person is in charge of,
 * and the appointments to come.
 */
export const trigger = http({
  method: 'DELETE',
  path: '/v1/users/{userId}',
  allow: ['users:delete'],
  params: userPath,
  responses: { 204: 'empty' },
  problems: {
    403: ['OWN_ACCOUNT'],
    404: ['USER_NOT_FOUND'],
    409: ['LAST_ADMIN', 'DOCTOR_IN_USE', 'CONCURRENT_CHANGE'],
    412: ['STALE_VERSION'],
  },
  grants: [
    'identity:read',
    'identity:write',
    'clinics:count',
    'doctors:keep',
    'doctors:count',
    'doctor-bookings:end',
    'events:append',
    'audit:append',
  ],
});
export const createHandler = (deletions: Pick<DeletionService, 'delete'>, stack: Stack) =>
  endpoint(
    trigger,
    ({ caller, params, expectedVersion }) => deletions.delete(caller, { ...params, expectedVersion }),
    stack,
  );
export const handler = createHandler(createDeletionService({ read, commit, clock: systemClock }), liveStack);
