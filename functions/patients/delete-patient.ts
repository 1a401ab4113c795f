import { systemClock } from '../../lib/clock.ts';
import { keyring } from '../../lib/domains/clinic/live-keyring.ts';
import { createPatientDeletions, type PatientDeletions } from '../../lib/domains/clinic/patients/deletions.ts';
import { patientPath } from '../../lib/domains/clinic/patients/schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/**
 * Deletes a patient, whose record stays and can be brought back. The address is free for another patient from then on. One who has
 * appointments to come is not deleted: `heldBy` of `PATIENT_IN_USE` counts them.
 */
export const trigger = http({
  method: 'DELETE',
  path: '/v1/patients/{patientId}',
  allow: ['patients:write'],
  params: patientPath,
  responses: { 204: 'empty' },
  problems: { 404: ['PATIENT_NOT_FOUND'], 409: ['PATIENT_IN_USE', 'CONCURRENT_CHANGE'], 412: ['STALE_VERSION'] },
  grants: [
    'patients:open',
    'patients:change',
    'patients:mark',
    'patient-bookings:rule-out',
    'clinics:count',
    'doctors:count',
    'data-keys:open',
    'events:append',
    'audit:append',
  ],
});
export const createHandler = (patients: Pick<PatientDeletions, 'delete'>, stack: Stack) =>
  endpoint(
    trigger,
    ({ caller, params, expectedVersion }) => patients.delete(caller, { ...params, expectedVersion }),
    stack,
  );
export const handler = createHandler(createPatientDeletions({ read, commit, clock: systemClock, keyring }), liveStack);
