import { systemClock } from '../../lib/clock.ts';
import { keyring } from '../../lib/domains/clinic/live-keyring.ts';
import { createPatientDeletions, type PatientDeletions } from '../../lib/domains/clinic/patients/deletions.ts';
import { patient, patientPath } from '../../lib/domains/clinic/patients/schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/**
 * Brings a deleted patient back, with the whole record. It is refused while another patient has the address. A doctor in charge
 * who is none of the clinic any more is left out. Nobody comes back whose clinic is gone.
 */
export const trigger = http({
  method: 'POST',
  path: '/v1/patients/{patientId}/restore',
  allow: ['patients:restore'],
  params: patientPath,
  responses: { 200: patient },
  versioned: true,
  problems: {
    404: ['PATIENT_NOT_FOUND'],
    409: ['NOT_DELETED', 'DUPLICATE_EMAIL', 'CLINIC_DELETED', 'CONCURRENT_CHANGE'],
  },
  grants: [
    'patients:open',
    'patients:change',
    'patients:mark',
    'clinics:refer',
    'clinics:count',
    'doctors:refer',
    'doctors:count',
    'data-keys:open',
    'events:append',
    'audit:append',
  ],
});
export const createHandler = (patients: Pick<PatientDeletions, 'restore'>, stack: Stack) =>
  endpoint(trigger, ({ caller, params }) => patients.restore(caller, params), stack);
export const handler = createHandler(createPatientDeletions({ read, commit, clock: systemClock, keyring }), liveStack);
