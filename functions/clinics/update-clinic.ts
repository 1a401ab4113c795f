import { systemClock } from '../../lib/clock.ts';
import { type ClinicHours, createClinicHours } from '../../lib/domains/clinic/appointments/clinic-hours.ts';
import { clinicChange } from '../../lib/domains/clinic/clinics/input-schema.ts';
import { clinicPath } from '../../lib/domains/clinic/clinics/schema.ts';
import { createClinicService } from '../../lib/domains/clinic/clinics/service.ts';
import { clinic, clinicChangeMeta } from '../../lib/domains/clinic/clinics/shown-schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http, withMeta } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/**
 * Changes a clinic: its name, its zone or all of its opening hours. An absent field stays. Appointments stay at their instants;
 * `meta.outsideHours` names those that lie outside of the hours from then on.
 */
export const trigger = http({
  method: 'PATCH',
  path: '/v1/clinics/{clinicId}',
  allow: ['clinics:manage'],
  params: clinicPath,
  body: clinicChange,
  responses: { 200: withMeta(clinic, clinicChangeMeta) },
  versioned: true,
  problems: { 404: ['CLINIC_NOT_FOUND'], 409: ['CONCURRENT_CHANGE'], 412: ['STALE_VERSION'] },
  grants: ['clinics:read', 'clinics:change', 'doctor-bookings:find', 'events:append', 'audit:append'],
});
export const createHandler = (clinics: Pick<ClinicHours, 'change'>, stack: Stack) =>
  endpoint(trigger, ({ params, expectedVersion, body }) => clinics.change({ ...params, expectedVersion }, body), stack);
const clinics = createClinicService({ read, commit, clock: systemClock });
export const handler = createHandler(createClinicHours({ read, clock: systemClock, clinics }), liveStack);
