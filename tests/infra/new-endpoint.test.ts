import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type EndpointPlan, NameRefused, planEndpoint } from '../../infra/endpoint-plan.ts';
import { endpointSource, endpointTestSource } from '../../infra/endpoint-sources.ts';
import { root } from '../../infra/functions.ts';

// Compilers, linters and tests are processes of their own here, which take their time on a busy machine.
jest.setTimeout(180_000);

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
        new NameRefused(`"${file}" is not <domain>/<verb-noun>, like patients/archive-patient.`),
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
});

describe('npm run new:endpoint', () => {
  const names = [
    'patients/list-patients',
    'patients/register-patient',
    'patients/get-patient',
    'patients/update-patient',
    'patients/archive-patient',
    'patients/restore-patient',
    'auth/forgot-nickname',
    'notifications/create-low-stock-bulletin',
    'prescriptions/acknowledge-refill-request',
  ];
  const files = names.flatMap((name) => [`functions/${name}.ts`, `tests/functions/${name}.test.ts`]);
  let tree: string;

  /** A copy of the project, which the endpoints are written into. */
  beforeAll(async () => {
    tree = mkdtempSync(path.join(realpathSync(tmpdir()), 'polyclinic-endpoint-'));
    const copied = ['functions', 'lib', 'infra', 'local', 'docs', 'tests'];
    for (const name of [...copied, 'package.json', 'tsconfig.json', 'biome.json', 'jest.config.mjs'])
      cpSync(path.join(root, name), path.join(tree, name), { recursive: true });
    symlinkSync(path.join(root, 'node_modules'), path.join(tree, 'node_modules'));
    for (const folder of ['functions/patients', 'tests/functions/patients'])
      rmSync(path.join(tree, folder), { recursive: true, force: true });
    const [first = '', ...others] = names;
    for (const name of others) write(planEndpoint(name));
    await newEndpoint(first);
  });

  afterAll(() => rmSync(tree, { recursive: true }));

  /** As the command does; a process for each would take longer than the tests. */
  function write(plan: EndpointPlan): void {
    for (const [file, source] of [
      [`functions/${plan.domain}/${plan.name}.ts`, endpointSource(plan)],
      [`tests/functions/${plan.domain}/${plan.name}.test.ts`, endpointTestSource(plan)],
    ] as const) {
      mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
      writeFileSync(path.join(tree, file), source);
    }
  }

  function run(...args: readonly string[]) {
    return promisify(execFile)(process.execPath, args, { cwd: tree });
  }
  const newEndpoint = (name: string) => run('infra/new-endpoint.ts', name);
  const installed = (file: string) => path.join(tree, 'node_modules', file);

  it('writes what compiles', async () => {
    writeFileSync(path.join(tree, 'written.json'), JSON.stringify({ extends: './tsconfig.json', include: files }));

    await expect(run(installed('typescript/bin/tsc'), '-p', 'written.json')).resolves.toMatchObject({ stdout: '' });
  });

  it('writes what the linter and the formatter would not change', async () => {
    const { stderr } = await run(installed('@biomejs/biome/bin/biome'), 'check', '--vcs-enabled=false', ...files);

    expect(stderr).toContain(`Checked ${files.length} files`);
  });

  it('writes tests that pass, and functions as the house wants them', async () => {
    const tests = files.filter((file) => file.startsWith('tests/'));
    const runner = [
      '--experimental-vm-modules',
      installed('jest/bin/jest.js'),
      '--reporters=default',
      '--runTestsByPath',
    ];

    const { stderr } = await run(...runner, ...tests, 'tests/house/functions.test.ts');

    expect(stderr).toContain(`Test Suites: ${tests.length + 1} passed`);
  });

  it('adds its line to docs/routes.md', () => {
    const routes = readFileSync(path.join(tree, 'docs/routes.md'), 'utf8');

    expect(routes).toContain(
      '| `/v1/patients/{patientId}` DELETE | signed-in |  | 204 | Archives a patient. | [patients/archive-patient.ts]',
    );
  });

  it('never writes over a file', async () => {
    const file = path.join(tree, 'functions/patients/archive-patient.ts');
    const before = readFileSync(file, 'utf8');

    await expect(newEndpoint('patients/archive-patient')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('functions/patients/archive-patient.ts is there already.'),
    });

    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('refuses a second function for a route', async () => {
    await expect(newEndpoint('patients/search-patients')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('functions/patients/list-patients.ts answers GET /v1/patients'),
    });
  });
});
