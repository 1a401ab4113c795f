import { systemClock } from '../../lib/clock.ts';
import { extraHours, newExtraHours } from '../../lib/domains/clinic/doctors/exception-schema.ts';
import { createExtraHoursService, type ExtraHoursService } from '../../lib/domains/clinic/doctors/extra-hours.ts';
import { doctorPath } from '../../lib/domains/clinic/doctors/schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { createIdempotencyRecords } from '../../lib/idempotency/records.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/** Adds hours of one date in which a doctor works beside the schedule. None may lie over others of the date, or be past. */
export const trigger = http({
  method: 'POST',
  path: '/v1/doctors/{doctorId}/extra-hours',
  allow: ['doctors:write'],
  params: doctorPath,
  body: newExtraHours,
  responses: { 201: extraHours },
  location: (_, { doctorId }) => `/v1/doctors/${doctorId}`,
  problems: {
    404: ['DOCTOR_NOT_FOUND'],
    409: ['CONCURRENT_CHANGE', 'TOO_MANY_EXTRA_HOURS', 'EXTRA_HOURS_OVERLAP'],
    412: ['STALE_VERSION'],
  },
  idempotency: 'optional',
  grants: ['doctors:read', 'doctors:keep', 'audit:append'],
});
export const createHandler = (hours: Pick<ExtraHoursService, 'add'>, stack: Stack) =>
  endpoint(
    trigger,
    ({ caller, params, expectedVersion, body }) => hours.add(caller, { ...params, expectedVersion }, body),
    stack,
  );
export const handler = createHandler(createExtraHoursService({ read, commit, clock: systemClock, newId }), {
  ...liveStack,
  idempotencyRecords: createIdempotencyRecords({ read, clock: systemClock, secrets }),
});
