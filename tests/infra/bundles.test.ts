import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bundle, bundleSizes } from '../../esbuild.config.ts';
import { discoverFunctions, type FunctionDefinition, variablesOf } from '../../infra/functions.ts';
import { queues } from '../../infra/queues.ts';
import { queueVariable } from '../../lib/variable-names.ts';

let functions: FunctionDefinition[];
let folder: string;
let sizes: Map<string, number>;
let inputsOf: Map<string, string[]>;

beforeAll(async () => {
  functions = await discoverFunctions();
  folder = await mkdtemp(path.join(tmpdir(), 'polyclinic-bundles-'));
  await writeFile(path.join(folder, 'package.json'), '{ "type": "commonjs" }');
  const { metafile } = await bundle(functions, folder);
  sizes = new Map(bundleSizes(metafile));
  inputsOf = new Map(
    Object.entries(metafile.outputs).map(([file, { inputs }]) => [
      path.basename(path.dirname(file)),
      Object.keys(inputs),
    ]),
  );
}, 300_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

const values: Readonly<Record<string, string>> = {
  POLYCLINIC_PUBLIC_URL: 'https://api.polyclinic.test',
  POLYCLINIC_CLIENT_URL: 'https://app.polyclinic.test',
  ...Object.fromEntries(
    queues.map(({ name }) => [queueVariable(name), `https://sqs.us-east-1.amazonaws.com/000000000000/${name}`]),
  ),
  POLYCLINIC_QUEUE_AGES: 'cloudwatch',
  POLYCLINIC_MASTER_SECRET: 'ssm:/polyclinic/test/master-secret',
  POLYCLINIC_SIGNING_KEY: 'file:/nowhere',
  POLYCLINIC_MAIL_TRANSPORT: 'ses',
};
const environmentOf = ({ trigger }: FunctionDefinition) =>
  Object.fromEntries(variablesOf(trigger).map((variable) => [variable, values[variable] ?? 'x']));

/** Starts a bundle as Lambda would, with these variables and no others. */
function start(name: string, env: Record<string, string>) {
  const script = `if (typeof require(${JSON.stringify(path.join(folder, name, 'index.js'))}).handler !== 'function') process.exit(2)`;
  return spawnSync(process.execPath, ['-e', script], { env, encoding: 'utf8' });
}

/** They only read, by a service whose other methods write. */
const readersOfServicesThatWrite = ['api-keys-list-api-keys', 'auth-list-sessions', 'users-get-own-user'];

describe('the bundles', () => {
  // Beside its own work a GET by id carries the ways to tell who calls, what is counted, and the audit of what is refused.
  it('hold a GET by id in 360 KB, and a function without AWS in 140 KB', () => {
    const withoutAws = functions.filter(
      ({ name }) => !inputsOf.get(name)?.some((file) => file.includes('@aws-sdk/client-')),
    );

    expect(sizes.get('users-get-own-user')).toBeLessThan(360 * 1024);
    expect(withoutAws.length).toBeGreaterThanOrEqual(6);
    for (const { name } of withoutAws) expect([name, (sizes.get(name) ?? 0) < 140 * 1024]).toEqual([name, true]);
  });

  it('carry an AWS client only where the trigger grants something of AWS', () => {
    const plainGrants = new Set(['assets:read', 'origins:read']);
    const ungranted = functions.filter(
      ({ trigger }) =>
        trigger.kind === 'http' &&
        trigger.allow === 'public' &&
        trigger.grants.every((grant) => plainGrants.has(grant)),
    );

    const carriers = ungranted.filter(({ name }) => inputsOf.get(name)?.some((file) => file.includes('@aws-sdk/')));
    expect(carriers.map(({ name }) => name)).toEqual([]);
  });

  it('leave out how credentials and endpoints are found anywhere but in a Lambda', () => {
    const elsewhere = /node_modules.(@aws-sdk.credential-provider-(?!env)|mnemonist)/;

    expect([...inputsOf.values()].flat().filter((file) => elsewhere.test(file))).toEqual([]);
  });

  it('carry the way to the private keys only where the trigger grants to sign with them', () => {
    const carriers = functions.filter(({ name }) =>
      inputsOf.get(name)?.some((file) => /@aws-sdk\/client-kms|live-keyring/.test(file)),
    );

    expect(carriers.length).toBeGreaterThan(0);
    expect(carriers).toEqual(
      functions.filter(({ trigger }) => trigger.grants.some((grant) => grant === 'tokens:sign')),
    );
  });

  it('carry what commits a change, with the events that it may tell of, only where the trigger grants to append to the audit', () => {
    const committing = /^lib\/(commit\/commit|events\/(event-types|outbox))\.ts$/;
    const ungranted = functions.filter(
      ({ trigger }) => trigger.kind === 'http' && !trigger.grants.includes('audit:append'),
    );

    const carriers = ungranted.filter(({ name }) => inputsOf.get(name)?.some((file) => committing.test(file)));

    expect(ungranted.length).toBeGreaterThan(10);
    expect(carriers.map(({ name }) => name)).toEqual(readersOfServicesThatWrite);
  });

  it('carry the list of common passwords only where a password is chosen', () => {
    const carriers = [...inputsOf].filter(([, inputs]) =>
      inputs.includes('lib/domains/identity/auth/passwords/common-passwords.ts'),
    );

    expect(carriers.map(([name]) => name).sort()).toEqual([
      'auth-change-password',
      'auth-register-user',
      'auth-reset-password',
    ]);
  });

  it('start each in a process with exactly its own variables', () => {
    const failures = functions
      .map((definition) => ({ name: definition.name, ...start(definition.name, environmentOf(definition)) }))
      .filter(({ status }) => status !== 0)
      .map(({ name, stderr }) => `${name}: ${stderr}`);

    expect(failures).toEqual([]);
  }, 300_000);

  it('fail at their start naming every variable that is missing', () => {
    const { status, stderr } = start('auth-log-in', {});

    expect(status).not.toBe(0);
    for (const variable of ['POLYCLINIC_IDENTITY_TABLE', 'POLYCLINIC_AUDIT_TABLE', 'POLYCLINIC_SIGNING_KEY']) {
      expect(stderr).toContain(`${variable} is missing`);
    }
  });
});
