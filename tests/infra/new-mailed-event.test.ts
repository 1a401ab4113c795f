import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { root } from '../../infra/functions.ts';

// A compiler is a process of its own here, which takes its time on a busy machine.
jest.setTimeout(180_000);

const declarations = 'lib/domains/identity/events/accounts.ts';
const template = 'lib/domains/identity/mails/templates/account-renamed.ts';

/** The two files of a mailed event, as CONTRIBUTING.md has it: its declaration with its mail, and the template with its sample. */
const written: Readonly<Record<string, (before: string) => string>> = {
  [declarations]: (before) =>
    before
      .replace(
        'import { confirmEmailMail }',
        "import { accountRenamedMail } from '../mails/templates/account-renamed.ts';\nimport { confirmEmailMail }",
      )
      .replace(
        '/** Every one of these. */',
        `export const userRenamed = defineEvent({
  type: 'user.renamed',
  version: 1,
  summary: 'A person has another name.',
  data: aboutUser,
  queues: ['email'],
});

/** Every one of these. */`,
      )
      .replace('export const events = [', 'export const events = [\n  userRenamed,')
      .replace(
        'export const mails = () => [',
        'export const mails = () => [\n  notice(userRenamed, accountRenamedMail, person),',
      ),
  [template]: () => `import { layOut } from '../../../../mail/layout.ts';
import type { MailContext, Template } from '../../../../mail/template.ts';
import { greet } from './greeting.ts';
import { sampleContext } from './sample-data.ts';

/** Tells a person that the account has another name. */
export const accountRenamedMail: Template<MailContext> = {
  name: 'account-renamed',
  sample: sampleContext,
  write: ({ name, link }) =>
    layOut({
      subject: 'Your account has another name',
      preview: 'We greet you by it from now on.',
      greeting: greet(name),
      paragraphs: ['Your account has another name, by which we greet you from now on.'],
      action: { label: 'Open Polyclinic', link },
      footnote: 'We send this notice whenever it happens.',
    }),
};
`,
};

/** Prints what the copy makes of its events and mails. */
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
  preview: samplesOf(mails.map(({ template }) => template))['account-renamed']?.subject,
  row: describeEvents(functions).split('\\n').find((line) => line.startsWith('| \`user.renamed\`')),
  message: describeMessages(functions).components.messages['user.renamed']?.summary,
}));
`;

describe('a mailed event', () => {
  let tree: string;

  beforeAll(() => {
    tree = realpathSync(mkdtempSync(path.join(tmpdir(), 'polyclinic-mailed-event-')));
    for (const name of ['functions', 'lib', 'infra', 'package.json', 'tsconfig.json'])
      cpSync(path.join(root, name), path.join(tree, name), { recursive: true });
    symlinkSync(path.join(root, 'node_modules'), path.join(tree, 'node_modules'), 'dir');
    for (const [file, write] of Object.entries(written)) {
      const before = file === template ? '' : readFileSync(path.join(tree, file), 'utf8');
      writeFileSync(path.join(tree, file), write(before));
    }
    writeFileSync(path.join(tree, 'question.ts'), question);
  });

  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  const run = (...args: readonly string[]) => promisify(execFile)(process.execPath, args, { cwd: tree });

  it('is two files by hand, which route it, mail it, show it and document it', async () => {
    const { stdout } = await run('--disable-warning=ExperimentalWarning', 'question.ts');

    expect(Object.keys(written)).toHaveLength(2);
    expect(JSON.parse(stdout)).toEqual({
      queues: ['email'],
      taken: expect.arrayContaining(['user.renamed', 'user.verified']),
      preview: 'Your account has another name',
      row: expect.stringContaining('[notifications/send-email.ts]'),
      message: 'A person has another name.',
    });
  });

  it('compiles', async () => {
    const compiled = { extends: './tsconfig.json', include: Object.keys(written) };
    writeFileSync(path.join(tree, 'written.json'), JSON.stringify(compiled));

    const { stdout } = await run(path.join(tree, 'node_modules/typescript/bin/tsc'), '-p', 'written.json');

    expect(stdout).toBe('');
  });
});
