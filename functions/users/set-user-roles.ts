import { systemClock } from '../../lib/clock.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import {
  type AccountAdministration,
  createAccountAdministration,
} from '../../lib/domains/identity/users/account-administration.ts';
import { roleAssignment, user, userPath } from '../../lib/domains/identity/users/schema.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/**
 * Gives a person these roles and no others. A doctor or staff needs a clinic, anybody else has none. Who is in charge of patients,
 * or has appointments to come, stays a doctor of the clinic: `heldBy` of `DOCTOR_IN_USE` counts both.
 */
export const trigger = http({
  method: 'PUT',
  path: '/v1/users/{userId}/roles',
  allow: ['users:manage'],
  params: userPath,
  body: roleAssignment,
  responses: { 200: user },
  versioned: true,
  problems: {
    403: ['PERSON_REQUIRED'],
    404: ['USER_NOT_FOUND'],
    409: ['LAST_ADMIN', 'DOCTOR_IN_USE', 'CONCURRENT_CHANGE'],
    412: ['STALE_VERSION'],
    422: ['CLINIC_REQUIRED', 'CLINIC_NOT_ALLOWED', 'UNKNOWN_REFERENCE'],
  },
  grants: [
    'identity:read',
    'identity:write',
    'clinics:refer',
    'clinics:count',
    'doctors:keep',
    'doctors:count',
    'doctor-bookings:end',
    'events:append',
    'audit:append',
  ],
});
export const createHandler = (administration: Pick<AccountAdministration, 'setRoles'>, stack: Stack) =>
  endpoint(
    trigger,
    ({ caller, params, expectedVersion, body }) =>
      administration.setRoles(caller, { ...params, expectedVersion }, body),
    stack,
  );
export const handler = createHandler(createAccountAdministration({ read, commit, clock: systemClock }), liveStack);
