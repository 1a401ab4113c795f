import { systemClock } from '../../lib/clock.ts';
import { addedTimeOff, newTimeOff } from '../../lib/domains/clinic/doctors/exception-schema.ts';
import { doctorPath } from '../../lib/domains/clinic/doctors/schema.ts';
import { createTimeOffService, type TimeOffService } from '../../lib/domains/clinic/doctors/time-off.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { createIdempotencyRecords } from '../../lib/idempotency/records.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/**
 * Adds time off of a doctor, one’s own or for an admin anybody’s. It is not over yet, and at most 366 days long. Appointments in it
 * stay booked; `conflicts` names them.
 */
export const trigger = http({
  method: 'POST',
  path: '/v1/doctors/{doctorId}/time-off',
  allow: ['doctors:write'],
  params: doctorPath,
  body: newTimeOff,
  responses: { 201: addedTimeOff },
  location: (_, { doctorId }) => `/v1/doctors/${doctorId}`,
  problems: {
    404: ['DOCTOR_NOT_FOUND'],
    409: ['CONCURRENT_CHANGE', 'TOO_MANY_TIME_OFF'],
    412: ['STALE_VERSION'],
  },
  idempotency: 'optional',
  grants: ['doctors:read', 'doctors:keep', 'doctor-bookings:find', 'audit:append'],
});
export const createHandler = (timesOff: Pick<TimeOffService, 'add'>, stack: Stack) =>
  endpoint(
    trigger,
    ({ caller, params, expectedVersion, body }) => timesOff.add(caller, { ...params, expectedVersion }, body),
    stack,
  );
export const handler = createHandler(createTimeOffService({ read, commit, clock: systemClock, newId }), {
  ...liveStack,
  idempotencyRecords: createIdempotencyRecords({ read, clock: systemClock, secrets }),
});
