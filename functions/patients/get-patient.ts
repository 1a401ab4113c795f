import { keyring } from '../../lib/domains/clinic/live-keyring.ts';
import { patient, patientPath } from '../../lib/domains/clinic/patients/schema.ts';
import { createPatientViewing, type PatientViewing } from '../../lib/domains/clinic/patients/viewing.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/** Shows a patient, and puts on record who looked. Who is linked to them never sees `internalNotes`, whatever else they are. */
export const trigger = http({
  method: 'GET',
  path: '/v1/patients/{patientId}',
  allow: ['patients:read'],
  params: patientPath,
  responses: { 200: patient },
  versioned: true,
  problems: { 404: ['PATIENT_NOT_FOUND'] },
  grants: ['patients:open', 'data-keys:open', 'audit:append'],
});
export const createHandler = (patients: Pick<PatientViewing, 'get'>, stack: Stack) =>
  endpoint(trigger, ({ caller, params }) => patients.get(caller, params.patientId), stack);
export const handler = createHandler(createPatientViewing({ read, commit, keyring }), liveStack);
