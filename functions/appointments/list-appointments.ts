import { appointmentFilter, namesOneList } from '../../lib/domains/clinic/appointments/filter-schema.ts';
import { type AppointmentListing, createAppointmentListing } from '../../lib/domains/clinic/appointments/listing.ts';
import { appointmentInList } from '../../lib/domains/clinic/appointments/schema.ts';
import { keyring } from '../../lib/domains/clinic/live-keyring.ts';
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

/**
 * Lists the appointments of a doctor or of a patient, the latest start first. Of a doctor they are those at the caller's clinic,
 * without what is clinical, and of a patient those that the caller may open one by one; of anybody else there are none. A list lags
 * a second behind. It is put on record first.
 */
export const trigger = http({
  method: 'GET',
  path: '/v1/appointments',
  allow: ['appointments:read'],
  query: schema(() =>
    pageQuery(appointmentFilter)()
      .check(rangeInOrder)
      .refine(...namesOneList),
  ),
  filters: {
    doctorId: 'a list of its own, and beside no patient',
    patientId: 'a list of its own, and beside no doctor',
    from: 'a range of the list',
    to: 'a range of the list',
    status: 'sifts',
  },
  responses: { 200: pageOf(appointmentInList) },
  grants: [
    'attendees:read',
    'appointments-of-doctors:list',
    'appointments-of-patients:list',
    'doctors:read',
    'data-keys:open',
    'audit:append',
  ],
});
export const createHandler = (listing: Pick<AppointmentListing, 'list'>, stack: Stack) =>
  listEndpoint(
    trigger,
    ({ caller, query: { limit: _, cursor: __, ...filter } }, request) => listing.list(caller, filter, request),
    stack,
  );
export const handler = createHandler(createAppointmentListing({ read, commit, keyring }), {
  ...liveStack,
  cursors: createCursorSeal(secrets),
});
