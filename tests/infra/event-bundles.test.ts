import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Plugin } from 'esbuild';
import { bundle, bundleSizes, withPureDeclarations } from '../../esbuild.config.ts';
import { discoverFunctions } from '../../infra/functions.ts';
import { noSourceMap } from '../support/bundles.ts';

const names = [
  'users-get-own-user',
  'auth-register-user',
  'queues-dispatch-events',
  'notifications-send-email',
  'analytics-count-events',
];
let folder: string;
let before: Map<string, number>;
let after: Map<string, number>;
let inputsOf: Map<string, string[]>;

/** Declares forty more events of identity, with a mail each, in the file of those about accounts. */
const moreEvents: Plugin = {
  name: 'more-events',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]events[\\/]accounts\.ts$/ }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8');
      const numbers = Array.from({ length: 40 }, (_, index) => index);
      const definitions = numbers.map(
        (number) => `export const happened${number} = defineEvent({
          type: 'something.happened-${number}',
          version: 1,
          summary: 'Something has happened, and it is the thing of number ${number}.',
          data: () => z.object({ userId: id(), number${number}: z.string().min(${number}) }),
          queues: ['email'],
        });`,
      );
      const events = numbers.map((number) => `happened${number}, `).join('');
      const mails = numbers.map((number) => `notice(happened${number}, welcomeMail, person), `).join('');
      const contents = source
        .replace('export const events = [', `${definitions.join('\n')}\nexport const events = [${events}`)
        .replace('export const mails = () => [', `export const mails = () => [${mails}`);
      return { contents: withPureDeclarations(contents), loader: 'ts' };
    });
  },
};

async function sizesWith(plugins: readonly Plugin[]) {
  const functions = (await discoverFunctions()).filter(({ name }) => names.includes(name));
  const { metafile } = await bundle(functions, folder, [noSourceMap, ...plugins]);
  inputsOf = new Map(
    Object.entries(metafile.outputs).map(([file, { inputs }]) => [
      path.basename(path.dirname(file)),
      Object.entries(inputs)
        .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
        .map(([input]) => input),
    ]),
  );
  return new Map(bundleSizes(metafile));
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'polyclinic-event-bundles-'));
  after = await sizesWith([moreEvents]);
  before = await sizesWith([]);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const added = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);

describe('forty more events', () => {
  it.each([
    ['a GET by id', 'users-get-own-user'],
    ['a service that tells of others', 'auth-register-user'],
    ['a consumer of every event', 'analytics-count-events'],
  ])('add nothing to the bundle of %s: %s', (_, name) => {
    expect(before.get(name)).toBeGreaterThan(0);
    expect(added(name)).toBe(0);
  });

  it('are carried by what sends them to their queues, and by what mails them', () => {
    expect(added('queues-dispatch-events')).toBeGreaterThan(40 * 100);
    expect(added('notifications-send-email')).toBeGreaterThan(40 * 100);
  });
});

describe('the words of mails', () => {
  it('are carried by what mails them alone', () => {
    const carriers = names.filter((name) => inputsOf.get(name)?.some((file) => /\/templates\/|lib\/mail\//.test(file)));

    expect(carriers).toEqual(['notifications-send-email']);
  });
});
