import { systemClock } from '../../lib/clock.ts';
import { createDoctorProfiles, type DoctorProfiles } from '../../lib/domains/clinic/doctors/profiles.ts';
import { schedule } from '../../lib/domains/clinic/doctors/schedule-schema.ts';
import { doctor, doctorPath } from '../../lib/domains/clinic/doctors/schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/** Sets a doctor’s schedule, one’s own or for an admin anybody’s. Its times are by the clinic’s wall clock, and go with a move to another clinic. */
export const trigger = http({
  method: 'PUT',
  path: '/v1/doctors/{doctorId}/schedule',
  allow: ['doctors:write'],
  params: doctorPath,
  body: schedule,
  responses: { 200: doctor },
  versioned: true,
  problems: { 404: ['DOCTOR_NOT_FOUND'], 409: ['CONCURRENT_CHANGE'], 412: ['STALE_VERSION'] },
  grants: ['doctors:read', 'doctors:keep', 'audit:append'],
});
export const createHandler = (profiles: Pick<DoctorProfiles, 'setSchedule'>, stack: Stack) =>
  endpoint(
    trigger,
    ({ caller, params, expectedVersion, body }) => profiles.setSchedule(caller, { ...params, expectedVersion }, body),
    stack,
  );
export const handler = createHandler(createDoctorProfiles({ read, commit, clock: systemClock }), liveStack);
