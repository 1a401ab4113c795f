import { answerLanguage } from '../../lib/accepted-language.ts';
import { systemClock as clock } from '../../lib/clock.ts';
import { keyring } from '../../lib/domains/clinic/live-keyring.ts';
import { patientAccess } from '../../lib/domains/clinic/patients/access-schema.ts';
import { createPatientAccesses, type PatientAccesses } from '../../lib/domains/clinic/patients/accesses.ts';
import { patientPath } from '../../lib/domains/clinic/patients/schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { createCursorSeal } from '../../lib/http/cursor-seal.ts';
import { listEndpoint } from '../../lib/http/list-endpoint.ts';
import { noFilters, pageOf, pageQuery } from '../../lib/http/page.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { database } from '../../lib/live/database.ts';
import { read } from '../../lib/live/read.ts';
import { sleep } from '../../lib/live/sleep.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/**
 * Lists who has opened or changed the record of a patient, newest first. Each time says when, by whom, as what, and what was done
 * in the language that `Accept-Language` asks for. Lists of patients show nothing clinical and are not among them. That the list
 * itself was read is on record too.
 */
export const trigger = http({
  method: 'GET',
  path: '/v1/patients/{patientId}/accesses',
  allow: ['accesses:read'],
  params: patientPath,
  query: pageQuery(noFilters),
  responses: { 200: pageOf(patientAccess) },
  problems: { 404: ['PATIENT_NOT_FOUND'] },
  acceptsLanguage: answerLanguage,
  grants: ['patients:open', 'data-keys:open', 'audit:trace', 'people:name', 'audit:append'],
});
export const createHandler = (accesses: Pick<PatientAccesses, 'list'>, stack: Stack) =>
  listEndpoint(
    trigger,
    ({ caller, params, request: { headers } }, page) =>
      accesses.list(caller, params.patientId, answerLanguage(headers['accept-language']), page),
    stack,
  );
export const handler = createHandler(createPatientAccesses({ database, read, commit, clock, sleep, keyring }), {
  ...liveStack,
  cursors: createCursorSeal(secrets),
});
