import { patientAppointmentFilter } from '../../lib/domains/clinic/appointments/filter-schema.ts';
import { type AppointmentListing, createAppointmentListing } from '../../lib/domains/clinic/appointments/listing.ts';
import { appointmentInList } from '../../lib/domains/clinic/appointments/schema.ts';
import { keyring } from '../../lib/domains/clinic/live-keyring.ts';
import { patientPath } from '../../lib/domains/clinic/patients/schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { rangeInOrder } from '../../lib/domains/operations/audit/schema.ts';
import { createCursorSeal } from '../../lib/http/cursor-seal.ts';
import { listEndpoint } from '../../lib/http/list-endpoint.ts';
import { pageOf, pageQuery } from '../../lib/http/page.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { schema } from '../../lib/schemas.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/** Lists the appointments of a patient, the latest start first. It is put on record first, and lags a second behind. */
export const trigger = http({
  method: 'GET',
  path: '/v1/patients/{patientId}/appointments',
  allow: ['appointments:read'],
  params: patientPath,
  query: schema(() => pageQuery(patientAppointmentFilter)().check(rangeInOrder)),
  filters: { from: 'a range of the list', to: 'a range of the list', status: 'sifts' },
  responses: { 200: pageOf(appointmentInList) },
  problems: { 404: ['PATIENT_NOT_FOUND'] },
  grants: ['attendees:read', 'appointments-of-patients:list', 'data-keys:open', 'audit:append'],
});
export const createHandler = (listing: Pick<AppointmentListing, 'ofPatient'>, stack: Stack) =>
  listEndpoint(
    trigger,
    ({ caller, params, query: { limit: _, cursor: __, ...filter } }, request) =>
      listing.ofPatient(caller, params.patientId, filter, request),
    stack,
  );
export const handler = createHandler(createAppointmentListing({ read, commit, keyring }), {
  ...liveStack,
  cursors: createCursorSeal(secrets),
});
