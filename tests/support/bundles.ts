import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Plugin } from 'esbuild';
import { bundle, bundleSizes } from '../../esbuild.config.ts';
import { discoverFunctions, type FunctionDefinition, variablesOf } from '../../infra/functions.ts';
import { queues } from '../../infra/queues.ts';
import { type Stack, stackOf } from '../../infra/stacks.ts';
import type { Grant } from '../../lib/grants.ts';
import { queueVariable } from '../../lib/variable-names.ts';

/** The bundles of a stack; empty until they are made, before the first test. */
export interface Bundles {
  functions: readonly FunctionDefinition[];
  /** Bytes by the name of the function. */
  sizes: ReadonlyMap<string, number>;
  /** Files that went into a bundle, by the name of the function. */
  inputsOf: ReadonlyMap<string, readonly string[]>;
  /** Starts one as Lambda would, with these variables and no others. */
  start(name: string, env: Record<string, string>): { readonly status: number | null; readonly stderr: string };
}

const values: Readonly<Record<string, string>> = {
  POLYCLINIC_PUBLIC_URL: 'https://api.polyclinic.test',
  POLYCLINIC_CLIENT_URL: 'https://app.polyclinic.test',
  ...Object.fromEntries(
    queues.map(({ name }) => [queueVariable(name), `https://sqs.us-east-1.amazonaws.com/000000000000/${name}`]),
  ),
  POLYCLINIC_QUEUE_AGES: 'cloudwatch',
  POLYCLINIC_MASTER_SECRET: 'ssm:/polyclinic/test/master-secret',
  POLYCLINIC_SIGNING_KEY: 'file:/nowhere',
  POLYCLINIC_ROOT_KEY: 'file:/nowhere',
  POLYCLINIC_MAIL_TRANSPORT: 'ses',
};
const environmentOf = ({ trigger }: FunctionDefinition) =>
  Object.fromEntries(variablesOf(trigger).map((variable) => [variable, values[variable] ?? 'x']));

/** Nobody reads it here, and to write it takes a quarter of the time. */
export const noSourceMap: Plugin = {
  name: 'no-source-map',
  setup({ initialOptions }) {
    initialOptions.sourcemap = false;
  },
};

/** Bundles the functions of a stack before the tests of a file, a file for each stack: they are made side by side then. */
export function bundlesOf(stack: Stack): Bundles {
  const bundles: Bundles = { functions: [], sizes: new Map(), inputsOf: new Map(), start };
  let folder: string;

  function start(name: string, env: Record<string, string>) {
    const script = `if (typeof require(${JSON.stringify(path.join(folder, name, 'index.js'))}).handler !== 'function') process.exit(2)`;
    return spawnSync(process.execPath, ['-e', script], { env, encoding: 'utf8' });
  }

  beforeAll(async () => {
    bundles.functions = (await discoverFunctions()).filter(({ domain }) => stackOf(domain) === stack);
    folder = await mkdtemp(path.join(tmpdir(), 'polyclinic-bundles-'));
    await writeFile(path.join(folder, 'package.json'), '{ "type": "commonjs" }');
    const { metafile } = await bundle(bundles.functions, folder, [noSourceMap]);
    bundles.sizes = new Map(bundleSizes(metafile));
    bundles.inputsOf = new Map(
      Object.entries(metafile.outputs).map(([file, { inputs }]) => [
        path.basename(path.dirname(file)),
        Object.keys(inputs),
      ]),
    );
  }, 300_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return bundles;
}

/** What holds of the bundles of every stack. */
export function bundleContract(bundles: Bundles): void {
  const carry = (name: string, pattern: RegExp) =>
    bundles.inputsOf.get(name)?.some((file) => pattern.test(file)) ?? false;
  const holdersOf = (...grants: readonly Grant[]) =>
    bundles.functions.filter(({ trigger }) => trigger.grants.some((grant) => grants.includes(grant)));
  const carriersOf = (pattern: RegExp) => bundles.functions.filter(({ name }) => carry(name, pattern));

  describe('the bundles', () => {
    it('hold a function without AWS in 140 KB', () => {
      const withoutAws = bundles.functions.filter(({ name }) => !carry(name, /@aws-sdk\/client-/));

      for (const { name } of withoutAws)
        expect([name, (bundles.sizes.get(name) ?? 0) < 140 * 1024]).toEqual([name, true]);
    });

    it('carry an AWS client only where the trigger grants something of AWS', () => {
      const plainGrants = new Set(['assets:read', 'origins:read']);
      const ungranted = bundles.functions.filter(
        ({ trigger }) =>
          trigger.kind === 'http' &&
          trigger.allow === 'public' &&
          trigger.grants.every((grant) => plainGrants.has(grant)),
      );

      const carriers = ungranted.filter(({ name }) => carry(name, /@aws-sdk\//));
      expect(carriers.map(({ name }) => name)).toEqual([]);
    });

    it('leave out how credentials and endpoints are found anywhere but in a Lambda', () => {
      const elsewhere = /node_modules.(@aws-sdk.credential-provider-(?!env)|mnemonist)/;

      expect([...bundles.inputsOf.values()].flat().filter((file) => elsewhere.test(file))).toEqual([]);
    });

    it('carry the way to the private keys only where the trigger grants to sign with them', () => {
      expect(carriersOf(/signing-keys\/live-keyring/)).toEqual(holdersOf('tokens:sign'));
      expect(carriersOf(/@aws-sdk\/client-kms/)).toEqual(
        holdersOf('tokens:sign', 'data-keys:open', 'data-keys:create'),
      );
    });

    it('carry the way to the keys of records only where the trigger grants to use them', () => {
      const users = holdersOf('data-keys:open', 'data-keys:create', 'data-keys:destroy');

      // How a sealed field looks is a part of its schema, which whoever reads a row has as well.
      expect(carriersOf(/^lib\/(data-keys\/(keyring|wrapping-key|root-key|rewrapping)|live\/wrapping)/)).toEqual(users);
    });

    it('carry what commits a change, with the events that it may tell of, only where the trigger grants to append to the audit', () => {
      const ungranted = bundles.functions.filter(
        ({ trigger }) => trigger.kind === 'http' && !trigger.grants.includes('audit:append'),
      );

      const committing = carriersOf(/^lib\/(commit\/commit|events\/\w+|domains\/[^/]+\/events\/[\w-]+)\.ts$/);
      expect(committing.filter((each) => ungranted.includes(each)).map(({ name }) => name)).toEqual([]);
    });

    it('carry the list of common passwords only where a password is chosen', () => {
      const choosing = ['auth-change-password', 'auth-register-user', 'auth-reset-password'];
      const names = bundles.functions.map(({ name }) => name);

      expect(carriersOf(/\/common-passwords\.ts$/).map(({ name }) => name)).toEqual(
        names.filter((name) => choosing.includes(name)),
      );
    });

    it('start each in a process with exactly its own variables', () => {
      const failures = bundles.functions
        .map((definition) => ({
          name: definition.name,
          ...bundles.start(definition.name, environmentOf(definition)),
        }))
        .filter(({ status }) => status !== 0)
        .map(({ name, stderr }) => `${name}: ${stderr}`);

      expect(failures).toEqual([]);
    }, 300_000);
  });
}
