import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { NameRefused, planEndpoint } from '../../infra/endpoint-plan.ts';
import { discoverFunctions, root } from '../../infra/functions.ts';

/** The names that a document gives to `npm run new:endpoint`, but for the shape of one. */
function namesIn(document: string): string[] {
  const text = readFileSync(path.join(root, document), 'utf8');
  return [...text.matchAll(/npm run new:endpoint -- ([^\s`<]+)/g)].map(([, name = '']) => name);
}

const nameless = (route: string) => route.replace(/\{\w+\}/g, '{}');

describe('the plan of an endpoint', () => {
  it.each([
    ['patients/get-patient', 'GET /v1/patients/{patientId}', 200, 'Gets a patient.'],
    ['patients/list-patients', 'GET /v1/patients', 200, 'Lists patients.'],
    ['patients/register-patient', 'POST /v1/patients', 201, 'Registers a patient.'],
    ['patients/update-patient', 'PATCH /v1/patients/{patientId}', 200, 'Updates a patient.'],
    ['patients/archive-patient', 'DELETE /v1/patients/{patientId}', 204, 'Archives a patient.'],
    ['patients/restore-patient', 'POST /v1/patients/{patientId}/restore', 204, 'Restores a patient.'],
    ['api-keys/delete-api-key', 'DELETE /v1/api-keys/{apiKeyId}', 204, 'Deletes an api key.'],
    ['patients/add-allergy', 'POST /v1/patients/allergies', 201, 'Adds an allergy.'],
    ['users/update-own-user', 'PATCH /v1/users/me', 200, 'Updates their own user.'],
    ['users/replace-own-preferences', 'PUT /v1/users/me/preferences', 200, 'Replaces their own preferences.'],
    ['auth/delete-session', 'DELETE /v1/auth/sessions/{sessionId}', 204, 'Deletes a session.'],
    ['auth/change-password', 'POST /v1/auth/change-password', 204, 'Changes a password.'],
  ])('follows from its name: %s', (file, route, success, summary) => {
    const plan = planEndpoint(file);

    expect([`${plan.method} ${plan.path}`, plan.success, plan.summary]).toEqual([route, success, summary]);
  });

  it.each(['', 'patients', 'patients/archive', 'patients/ArchivePatient', 'patients/archive_patient', '../lib/get-it'])(
    'refuses what is no name: "%s"',
    (file) => {
      expect(() => planEndpoint(file)).toThrow(
        new NameRefused(`"${file}" is not <domain>/<verb-noun>, like patients/archive-leaflet.`),
      );
    },
  );

  it('refuses a domain that there is not, and tells those that there are', () => {
    expect(() => planEndpoint('pets/get-pet')).toThrow(/There is no domain pets\. There are .*patients/);
  });

  it('refuses a name that Lambda would', () => {
    expect(() => planEndpoint('prescriptions/approve-prescription-refill-request')).toThrow(
      /longer than the 40 letters/,
    );
  });

  it.each(['README.md', 'CONTRIBUTING.md'])('can be written for each name that %s gives', async (document) => {
    const functions = await discoverFunctions();
    const routes = functions.flatMap(({ trigger }) =>
      trigger.kind === 'http' ? [`${trigger.method} ${nameless(trigger.path)}`] : [],
    );

    const plans = namesIn(document).map(planEndpoint);

    expect(plans).not.toEqual([]);
    for (const { domain, name, method, path: route } of plans) {
      expect(existsSync(path.join(root, 'functions', domain, `${name}.ts`))).toBe(false);
      expect(routes).not.toContain(`${method} ${nameless(route)}`);
    }
  });
});
