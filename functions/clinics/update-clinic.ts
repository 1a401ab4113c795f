import { systemClock } from '../../lib/clock.ts';
import { clinicChange } from '../../lib/domains/clinic/clinics/input-schema.ts';
import { clinicPath } from '../../lib/domains/clinic/clinics/schema.ts';
import { type ClinicService, createClinicService } from '../../lib/domains/clinic/clinics/service.ts';
import { clinic } from '../../lib/domains/clinic/clinics/shown-schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/** Changes a clinic: its name, its zone or all of its opening hours. An absent field stays. */
export const trigger = http({
  method: 'PATCH',
  path: '/v1/clinics/{clinicId}',
  allow: ['clinics:manage'],
  params: clinicPath,
  body: clinicChange,
  responses: { 200: clinic },
  versioned: true,
  problems: { 404: ['CLINIC_NOT_FOUND'], 409: ['CONCURRENT_CHANGE'], 412: ['STALE_VERSION'] },
  grants: ['clinics:read', 'clinics:change', 'events:append', 'audit:append'],
});
export const createHandler = (clinics: Pick<ClinicService, 'change'>, stack: Stack) =>
  endpoint(trigger, ({ params, expectedVersion, body }) => clinics.change({ ...params, expectedVersion }, body), stack);
export const handler = createHandler(createClinicService({ read, commit, clock: systemClock }), liveStack);
