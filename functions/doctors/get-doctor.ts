import { systemClock } from '../../lib/clock.ts';
import { doctor, doctorPath } from '../../lib/domains/clinic/doctors/schema.ts';
import { createDoctorViewing, type DoctorViewing } from '../../lib/domains/clinic/doctors/viewing.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { read } from '../../lib/live/read.ts';

/**
 * Shows a doctor. Time off and extra hours that are not over are shown to the doctor, the staff of the clinic, administration and
 * keys that may change doctors alone.
 */
export const trigger = http({
  method: 'GET',
  path: '/v1/doctors/{doctorId}',
  allow: ['doctors:read'],
  params: doctorPath,
  responses: { 200: doctor },
  versioned: true,
  problems: { 404: ['DOCTOR_NOT_FOUND'] },
  grants: ['doctors:read'],
});
export const createHandler = (doctors: Pick<DoctorViewing, 'get'>, stack: Stack) =>
  endpoint(trigger, ({ caller, params }) => doctors.get(caller, params.doctorId), stack);
export const handler = createHandler(createDoctorViewing({ read, clock: systemClock }), liveStack);
