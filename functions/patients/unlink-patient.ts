import { systemClock } from '../../lib/clock.ts';
import { keyring } from '../../lib/domains/clinic/live-keyring.ts';
import { createPatientLinks, type PatientLinks } from '../../lib/domains/clinic/patients/links.ts';
import { patientPath } from '../../lib/domains/clinic/patients/schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/**
 * Ends the link of a patient to an account. It sees nothing of the record from then on; without a link nothing changes. Nobody
 * ends their own.
 */
export const trigger = http({
  method: 'DELETE',
  path: '/v1/patients/{patientId}/link',
  allow: ['patients:link'],
  params: patientPath,
  responses: { 204: 'empty' },
  problems: { 403: ['OWN_LINK'], 404: ['PATIENT_NOT_FOUND'], 409: ['CONCURRENT_CHANGE'], 412: ['STALE_VERSION'] },
  grants: ['patients:open', 'patients:change', 'data-keys:open', 'events:append', 'audit:append'],
});
export const createHandler = (links: Pick<PatientLinks, 'unlink'>, stack: Stack) =>
  endpoint(
    trigger,
    ({ caller, params, expectedVersion }) => links.unlink(caller, { ...params, expectedVersion }),
    stack,
  );
export const handler = createHandler(createPatientLinks({ read, commit, clock: systemClock, keyring }), liveStack);
