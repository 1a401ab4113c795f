import { systemClock } from '../../lib/clock.ts';
import { keyring } from '../../lib/domains/clinic/live-keyring.ts';
import { newPatient } from '../../lib/domains/clinic/patients/input-schema.ts';
import { newPatientNumber } from '../../lib/domains/clinic/patients/number.ts';
import { createPatientRegistration, type PatientRegistration } from '../../lib/domains/clinic/patients/registration.ts';
import { createRegistrationRecords } from '../../lib/domains/clinic/patients/registration-records.ts';
import { patient, registrationMeta } from '../../lib/domains/clinic/patients/schema.ts';
import { createPatientViewing } from '../../lib/domains/clinic/patients/viewing.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http, withMeta } from '../../lib/http/trigger.ts';
import { createIdempotencyRecords } from '../../lib/idempotency/records.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/**
 * Registers a patient at the caller's clinic. `meta.possibleDuplicates` names those of the clinic who have the same name and
 * birth date. A child who has a parent's address is registered as `name+child@example.com`; the parent's account is then linked
 * to both. A repeated registration shows the patient, which is on record, to whoever may see them by then.
 */
export const trigger = http({
  method: 'POST',
  path: '/v1/patients',
  allow: ['patients:write'],
  body: newPatient,
  responses: { 201: withMeta(patient, registrationMeta) },
  location: ({ data: { id } }) => `/v1/patients/${id}`,
  versioned: true,
  problems: { 404: ['PATIENT_NOT_FOUND'], 409: ['DUPLICATE_EMAIL'], 422: ['CLINIC_REQUIRED', 'UNKNOWN_REFERENCE'] },
  idempotency: 'optional',
  grants: [
    'patients:register',
    'patients:mark',
    'patients:open',
    'patients-index:search',
    'clinics:refer',
    'clinics:count',
    'doctors:refer',
    'doctors:count',
    'data-keys:open',
    'data-keys:create',
    'events:append',
    'audit:append',
  ],
});
export const createHandler = (registration: Pick<PatientRegistration, 'register'>, stack: Stack) =>
  endpoint(trigger, ({ caller, body }) => registration.register(caller, body), stack);
const viewing = createPatientViewing({ read, commit, keyring });
const records = createIdempotencyRecords({ read, clock: systemClock, secrets });
export const handler = createHandler(
  createPatientRegistration({ read, commit, clock: systemClock, newId, newNumber: newPatientNumber, keyring }),
  { ...liveStack, idempotencyRecords: createRegistrationRecords({ viewing, records }) },
);
