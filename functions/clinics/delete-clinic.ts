import { systemClock } from '../../lib/clock.ts';
import { clinicPath } from '../../lib/domains/clinic/clinics/schema.ts';
import { type ClinicService, createClinicService } from '../../lib/domains/clinic/clinics/service.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/**
 * Deletes a clinic to which nothing belongs. `heldBy` of `CLINIC_IN_USE` counts the doctors and staff, the patients and the API
 * keys that do, and the appointments to come.
 */
export const trigger = http({
  method: 'DELETE',
  path: '/v1/clinics/{clinicId}',
  allow: ['clinics:manage'],
  params: clinicPath,
  responses: { 204: 'empty' },
  problems: { 404: ['CLINIC_NOT_FOUND'], 409: ['CLINIC_IN_USE', 'CONCURRENT_CHANGE'], 412: ['STALE_VERSION'] },
  grants: ['clinics:read', 'clinics:delete', 'clinics:count', 'doctor-bookings:find', 'events:append', 'audit:append'],
});
export const createHandler = (clinics: Pick<ClinicService, 'delete'>, stack: Stack) =>
  endpoint(trigger, ({ params, expectedVersion }) => clinics.delete({ ...params, expectedVersion }), stack);
export const handler = createHandler(createClinicService({ read, commit, clock: systemClock }), liveStack);
