import { systemClock } from '../../lib/clock.ts';
import { keyring } from '../../lib/domains/clinic/live-keyring.ts';
import { patientLink } from '../../lib/domains/clinic/patients/input-schema.ts';
import { createPatientLinks, type PatientLinks } from '../../lib/domains/clinic/patients/links.ts';
import { patient, patientPath } from '../../lib/domains/clinic/patients/schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/**
 * Links a patient to an account, which sees their record from then on. It takes the place of any other; one that is linked already
 * stays, and the version too. An account may have several patients: a mother has her own record and those of her children. Nobody
 * links a patient to themselves, and who is linked changes that link by no other role: others do both.
 */
export const trigger = http({
  method: 'PUT',
  path: '/v1/patients/{patientId}/link',
  allow: ['patients:link'],
  params: patientPath,
  body: patientLink,
  responses: { 200: patient },
  versioned: true,
  problems: {
    403: ['OWN_LINK'],
    404: ['PATIENT_NOT_FOUND', 'USER_NOT_FOUND'],
    409: ['CONCURRENT_CHANGE'],
    412: ['STALE_VERSION'],
    422: ['EMAIL_NOT_VERIFIED'],
  },
  grants: ['patients:open', 'patients:change', 'accounts:refer', 'data-keys:open', 'events:append', 'audit:append'],
});
export const createHandler = (links: Pick<PatientLinks, 'link'>, stack: Stack) =>
  endpoint(
    trigger,
    ({ caller, params, expectedVersion, body }) => links.link(caller, { ...params, expectedVersion }, body),
    stack,
  );
export const handler = createHandler(createPatientLinks({ read, commit, clock: systemClock, keyring }), liveStack);
