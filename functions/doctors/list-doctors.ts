import { systemClock } from '../../lib/clock.ts';
import { doctor, doctorFilter } from '../../lib/domains/clinic/doctors/schema.ts';
import { createDoctorViewing, type DoctorViewing } from '../../lib/domains/clinic/doctors/viewing.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { createCursorSeal } from '../../lib/http/cursor-seal.ts';
import { listEndpoint } from '../../lib/http/list-endpoint.ts';
import { pageOf, pageQuery } from '../../lib/http/page.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { read } from '../../lib/live/read.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/**
 * Lists doctors, newest first. Each is there from the day of the role. A key that is bound to a clinic gets those of its clinic.
 * Time off and extra hours are shown to the doctor, the staff of the clinic, administration and keys that may change doctors
 * alone.
 */
export const trigger = http({
  method: 'GET',
  path: '/v1/doctors',
  allow: ['doctors:read'],
  query: pageQuery(doctorFilter),
  filters: {
    clinicId: 'a list of its own',
    speciality: 'a list of its own, and one in each clinic, in any case and without regard to accents',
  },
  responses: { 200: pageOf(doctor) },
  grants: ['doctors-index:search'],
});
export const createHandler = (doctors: Pick<DoctorViewing, 'list'>, stack: Stack) =>
  listEndpoint(
    trigger,
    ({ caller, query: { limit: _, cursor: __, ...filter } }, request) => doctors.list(caller, filter, request),
    stack,
  );
export const handler = createHandler(createDoctorViewing({ read, clock: systemClock }), {
  ...liveStack,
  cursors: createCursorSeal(secrets),
});
