import { systemClock } from '../../lib/clock.ts';
import { keyring } from '../../lib/domains/clinic/live-keyring.ts';
import { createPatientChanges, type PatientChanges } from '../../lib/domains/clinic/patients/changes.ts';
import { patientChange } from '../../lib/domains/clinic/patients/input-schema.ts';
import { patient, patientPath } from '../../lib/domains/clinic/patients/schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/**
 * Changes what is known of a patient. An absent field stays as it is, and `null` clears one that may be empty. Who works at the
 * clinic and is linked to the patient sees no `internalNotes`, and changes none.
 */
export const trigger = http({
  method: 'PATCH',
  path: '/v1/patients/{patientId}',
  allow: ['patients:write'],
  params: patientPath,
  body: patientChange,
  responses: { 200: patient },
  versioned: true,
  problems: {
    403: ['OWN_NOTES'],
    404: ['PATIENT_NOT_FOUND'],
    409: ['DUPLICATE_EMAIL', 'CONCURRENT_CHANGE'],
    412: ['STALE_VERSION'],
    422: ['UNKNOWN_REFERENCE'],
  },
  grants: [
    'patients:open',
    'patients:change',
    'patients:mark',
    'doctors:refer',
    'doctors:count',
    'data-keys:open',
    'events:append',
    'audit:append',
  ],
});
export const createHandler = (patients: Pick<PatientChanges, 'change'>, stack: Stack) =>
  endpoint(
    trigger,
    ({ caller, params, expectedVersion, body }) => patients.change(caller, { ...params, expectedVersion }, body),
    stack,
  );
export const handler = createHandler(createPatientChanges({ read, commit, clock: systemClock, keyring }), liveStack);
