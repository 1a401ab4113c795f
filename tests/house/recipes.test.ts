import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { root } from '../../infra/functions.ts';
import { createProjectCopy, type ProjectCopy } from '../support/project-copy.ts';
import { endpoint } from './recipes/endpoint.ts';
import { mailedEvent } from './recipes/mailed-event.ts';
import { byCommand, filesFor, newEndpoints } from './recipes/new-endpoints.ts';
import { queue } from './recipes/queue.ts';
import { filesOf, type Recipe } from './recipes/recipe.ts';
import { table } from './recipes/table.ts';

// Compilers, linters and tests are processes of their own here, which take their time on a busy machine.
jest.setTimeout(300_000);

const recipes: readonly Recipe[] = [endpoint, mailedEvent, queue, table];
const all = [...recipes, ...newEndpoints];
const files = [...new Set([...all.flatMap(filesOf), ...filesFor(byCommand)])].sort();
const generated = ['docs/events.md', 'docs/requests.http', 'docs/routes.md'];
const house = ['access-rows', 'document', 'rooms', 'schemas'].map((name) => `tests/house/${name}.test.ts`);

/** Prints what the copy makes of the event of the recipe and of its mail. */
const question = `
import { describeMessages } from './infra/asyncapi.ts';
import { describeEvents } from './infra/events.ts';
import { discoverFunctions } from './infra/functions.ts';
import { routesOf } from './lib/dispatch/routes.ts';
import { events } from './lib/domains/events.ts';
import { mails } from './lib/domains/mails.ts';
import { samplesOf } from './lib/mail/template.ts';

const functions = await discoverFunctions();
const worker = functions.find(({ name }) => name === 'notifications-send-email');
process.stdout.write(JSON.stringify({
  queues: routesOf(events)('user.renamed'),
  taken: worker.trigger.events.map(({ type }) => type),
  preview: samplesOf(mails.map(({ template }) => template))['account-renamed']?.en.subject,
  row: describeEvents(functions).split('\\n').find((line) => line.startsWith('| \`user.renamed\`')),
  message: describeMessages(functions).components.messages['user.renamed']?.summary,
}));
`;

let copy: ProjectCopy;
const newEndpoint = (name: string) => copy.run('infra/new-endpoint.ts', name);
const checkGenerated = () => copy.run('infra/write-routes.ts', '--check');

/** One copy of the project holds what all recipes make, so that it is compiled and tested once. */
beforeAll(async () => {
  copy = createProjectCopy();
  for (const { writes, edits } of all) {
    for (const [file, text] of Object.entries(writes)) copy.write(file, text);
    for (const [file, change] of Object.entries(edits)) copy.write(file, change(copy.read(file)));
  }
});

afterAll(() => copy.remove());

describe('the generated documents', () => {
  it('are what the code says, or the check of the project names the command that writes them', async () => {
    await expect(checkGenerated()).rejects.toMatchObject({
      stderr: expect.stringContaining('docs/routes.md is not what the code says: npm run routes'),
    });
  });

  it('are checked by the command that hook and continuous integration run', () => {
    const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

    expect(JSON.parse(read('package.json')).scripts.check).toContain('infra/write-routes.ts --check && ');
    expect(read('.ci/run')).toMatch(/^npm run check$/m);
    expect(read('.githooks/pre-commit')).toContain('npm run check');
  });
});

describe('npm run new:endpoint', () => {
  it('adds its line to docs/routes.md', async () => {
    await newEndpoint(byCommand);

    expect(copy.read('docs/routes.md')).toContain(
      '| `/v1/patients/leaflets/{leafletId}` DELETE | signed-in |  | 204 | Archives a leaflet. | [patients/archive-leaflet.ts]',
    );
  });

  it('never writes over a file', async () => {
    const file = 'functions/patients/archive-leaflet.ts';
    const before = copy.read(file);

    await expect(newEndpoint('patients/archive-leaflet')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`${file} is there already.`),
    });

    expect(copy.read(file)).toBe(before);
  });

  it('refuses a second function for a route', async () => {
    await expect(newEndpoint('patients/search-leaflets')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('functions/patients/list-leaflets.ts answers GET /v1/patients/leaflets'),
    });
  });

  // What the recipes make is among the files here: all of it is compiled and tested once.
  it('writes what compiles', async () => {
    await expect(copy.runPackage('typescript/bin/tsc')).resolves.toMatchObject({ stdout: '' });
  });

  it('writes what the linter and the formatter would not change', async () => {
    const { stderr } = await copy.runPackage('@biomejs/biome/bin/biome', 'check', '--vcs-enabled=false', ...files);

    expect(stderr).toContain(`Checked ${files.length} files`);
  });

  it('writes tests that pass, and functions as the house wants them', async () => {
    const held = new Set(recipes.flatMap(({ heldBy = [] }) => heldBy));
    const tests = [...files.filter((file) => file.endsWith('.test.ts')), ...house, ...held];
    const jestArguments = ['--runInBand', '--reporters=default', '--runTestsByPath', ...tests];

    const { stderr } = await copy.run('--experimental-vm-modules', 'node_modules/jest/bin/jest.js', ...jestArguments);

    expect(stderr).toContain(`Test Suites: ${tests.length} passed`);
  });
});

describe('a mailed event', () => {
  it('is two files by hand, which route it, mail it, show it and document it', async () => {
    const { stdout } = await copy.run('--input-type=module', '--eval', question);

    expect(JSON.parse(stdout)).toEqual({
      queues: ['email'],
      taken: expect.arrayContaining(['user.renamed', 'user.verified']),
      preview: 'Your name was changed',
      row: expect.stringContaining('[notifications/send-email.ts]'),
      message: 'A person has another name.',
    });
  });
});

describe('a recipe', () => {
  it.each(recipes)('takes as many files by hand as are promised: $what', (recipe) => {
    expect(filesOf(recipe)).toHaveLength(recipe.files);
  });

  it('takes no file that is not said, generated ones apart', () => {
    const said = new Set([...files, ...generated]);

    expect(copy.changedFiles().filter((file) => !said.has(file))).toEqual([]);
  });

  it('passes the check once the generated documents are written', async () => {
    await expect(checkGenerated()).resolves.toMatchObject({ stderr: '' });
  });
});
