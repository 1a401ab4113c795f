import { clinicPath } from '../../lib/domains/clinic/clinics/schema.ts';
import { clinic } from '../../lib/domains/clinic/clinics/shown-schema.ts';
import { type ClinicViewing, createClinicViewing } from '../../lib/domains/clinic/clinics/viewing.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { read } from '../../lib/live/read.ts';

/** Shows a clinic, with its opening hours and closures. To a key that is bound to a clinic there is no other one. */
export const trigger = http({
  method: 'GET',
  path: '/v1/clinics/{clinicId}',
  allow: ['clinics:read'],
  params: clinicPath,
  responses: { 200: clinic },
  versioned: true,
  problems: { 404: ['CLINIC_NOT_FOUND'] },
  grants: ['clinics:read'],
});
export const createHandler = (clinics: Pick<ClinicViewing, 'get'>, stack: Stack) =>
  endpoint(trigger, ({ caller, params }) => clinics.get(caller, params.clinicId), stack);
export const handler = createHandler(createClinicViewing({ read }), liveStack);
