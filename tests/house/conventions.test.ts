import { describe, expect, it } from '@jest/globals';
import { importTimeCode } from './import-time.ts';
import { folders, readSources, type SourceFile, sourceFile } from './source-files.ts';

/** A custom of the house: whether a file keeps it, and one that does not. */
interface Custom {
  readonly title: string;
  readonly keeps: (source: SourceFile) => boolean;
  readonly offences: readonly SourceFile[];
}

/** What a handler of HTTP cannot be called without: only `invoke` has it, and tests of what an event is made of. */
const gatewayEvents =
  /\bgatewayEvent\b|\bAPIGatewayProxy\w*Event|\brequestContext\b|\brawPath\b|as never,\s*lambdaContext/;
const eventReaders = [
  'tests/support/http.ts',
  'tests/local/forwarding.test.ts',
  'tests/local/offline-server.test.ts',
  'tests/lib/http/request-cookies.test.ts',
  'tests/lib/http/unreadable-event.test.ts',
  'tests/local/grants/function-host.test.ts',
  'tests/e2e/lone-function.test.ts',
];

const code = (file: string, text = '') => sourceFile(file, text);

/** The mailbox shows times to a developer as the browser does. */
const runsInBrowser = (file: string) => /^local\/mailbox\/[a-z-]+\.js$/.test(file);

const customs: readonly Custom[] = [
  {
    title: 'files have names in kebab-case',
    keeps: ({ file }) => /^([a-z0-9-]+\/)+[a-z0-9]+(-[a-z0-9]+)*(\.(test|contract|browser|d))?\.[cm]?[jt]s$/.test(file),
    offences: [code('lib/users/userService.ts'), code('lib/Users/service.ts'), code('lib/users/user_service.ts')],
  },
  {
    title: 'nothing is named by having no name: utils, helpers, common, index',
    keeps: ({ file }) => !/(^|\/)(utils?|helpers?|common|misc|shared|index)(\/|\.ts$)/.test(file),
    offences: [code('lib/users/index.ts'), code('lib/utils/dates.ts'), code('tests/support/helpers.ts')],
  },
  {
    title: 'a function lies at functions/<domain>/<verb-noun>.ts',
    keeps: ({ file }) =>
      !file.startsWith('functions/') || /^functions\/[a-z-]+\/[a-z0-9]+(-[a-z0-9]+)+\.ts$/.test(file),
    offences: [code('functions/users/list.ts'), code('functions/get-user.ts'), code('functions/a/b/get-user.ts')],
  },
  {
    title: 'only the rebuild of an index, and the chaos that looks for what is left, go through a whole table',
    keeps: ({ file, code }) =>
      /^(tests\/|local\/(table-scan|chaos\/drain)\.ts$)/.test(file) || !/\bScanCommand\b/.test(code),
    offences: [code('lib/indexing/rebuild.ts', "import { ScanCommand } from '@aws-sdk/lib-dynamodb';")],
  },
  {
    title: 'only infra/command-line.ts takes options apart, so that a malformed one is told alike everywhere',
    keeps: ({ file, code }) => file === 'infra/command-line.ts' || !/\bparseArgs\b/.test(code),
    offences: [code('local/verify-audit.ts', "import { parseArgs } from 'node:util';")],
  },
  {
    title: 'only lib/config.ts reads the environment',
    keeps: ({ file, code }) =>
      !/^(lib|functions)\//.test(file) ||
      file === 'lib/config.ts' ||
      !/\bprocess\b(?!\.(stdout|uptime|platform)\b)/.test(code),
    offences: [
      code('functions/users/get-user.ts', 'const { env } = process;'),
      code('lib/mail/layout.ts', "const env = globalThis.process['env'];"),
      code('lib/domains/identity/users/service.ts', 'const table = process.env.TABLE;'),
      code('functions/users/get-user.ts', "import { env } from 'node:process';"),
    ],
  },
  {
    title: 'what a file of lib or a function imports stands at its top, and is not passed on',
    keeps: ({ file, code }) =>
      !/^(lib|functions)\//.test(file) ||
      !/\bimport\(|\b(createRequire|require)\(|^export\s+(type\s+)?(\{[^}]*\}|\*[^;'"]*)\s+from\b/im.test(code),
    offences: [
      code('lib/mail/layout.ts', 'const service = await import(`../domains/identity/users/service.ts`);'),
      code(
        'lib/domains/clinic/patients/service.ts',
        "const sqs = createRequire(import.meta.url)('@aws-sdk/client-sqs');",
      ),
      code('lib/domains/clinic/patients/repository.ts', "export { createReader } from '../../../data/read.ts';"),
      code('lib/domains/identity/backdoor.ts', "export * from './users/repository.ts';"),
    ],
  },
  {
    title: 'zod comes as a namespace, which costs each bundle 360 KB less',
    keeps: ({ text }) =>
      (text.match(/^import .* from 'zod.*$/gm) ?? []).every((line) =>
        /^import (type )?\* as z from 'zod';$/.test(line),
      ),
    offences: [
      code('lib/domains/identity/users/schema.ts', "import { z } from 'zod';"),
      code('lib/domains/identity/users/schema.ts', "import z from 'zod';"),
      code('lib/domains/identity/users/schema.ts', "import type { ZodType } from 'zod';"),
    ],
  },
  {
    title: 'what a standard spells is parsed in lib/schemas.ts alone',
    keeps: ({ file, text }) =>
      !/^(lib|functions)\//.test(file) ||
      file === 'lib/schemas.ts' ||
      !/\bz\s*\.(uuid|uuidv\d|guid|email|coerce|preprocess)\b|getCanonicalLocales|timeZone: z\b/.test(text),
    offences: [
      code('lib/domains/identity/users/schema.ts', 'z.object({ clinicId: z.uuid() })'),
      code('lib/domains/identity/users/schema.ts', 'z.object({ email: z.email() })'),
      code('lib/http/page.ts', 'limit: z.coerce.number()'),
      code('lib/domains/identity/users/preferences.ts', 'timeZone: z.string()'),
    ],
  },
  {
    title: 'clocks are read by the table of time zones, and neither by Intl nor by the zone of the machine',
    keeps: ({ file, code }) =>
      !/^(lib|functions|infra|local)\//.test(file) ||
      runsInBrowser(file) ||
      (!/\btoLocale(Date|Time)?String\b|\.[gs]et(FullYear|Month|Date|Day|Hours|Minutes|Seconds|TimezoneOffset)\(|\bnew Date\((?!Date\.UTC\b)[^()]*,|resolvedOptions|supportedValuesOf/.test(
        code,
      ) &&
        (!/\bDateTimeFormat\b/.test(code) || file === 'lib/zoned-text.ts')),
    offences: [
      code('lib/mail/layout.ts', "time.toLocaleString('en', { timeZone: zone })"),
      code('functions/users/get-user.ts', 'const hour = time.getHours();'),
      code('infra/deploy.ts', 'const day = new Date(2027, 3, 30);'),
      code('lib/mail/layout.ts', "new Intl.DateTimeFormat('en', { timeZone: 'UTC' })"),
    ],
  },
  {
    title: 'a schema is declared by `schema`, and none is made while a module is imported',
    keeps: ({ file, text }) =>
      !/^(lib|functions)\//.test(file) || !/\bz\s*\.\s*(\w+\s*\.\s*)?[a-z]\w*\s*\(/.test(importTimeCode(text)),
    offences: [
      code('lib/domains/identity/users/schema.ts', 'export const personName = z.string();'),
      code('lib/domains/identity/users/schema.ts', 'const day = z.iso.date();'),
      code('lib/domains/identity/users/schema.ts', 'export const wallTime = z\n  .string()\n  .min(1);'),
      code('lib/config.ts', 'const shapes = {\n  STAGE: schema(() => z.string()),\n  TABLE: z.string(),\n};'),
      code('functions/users/get-user.ts', 'export const trigger = http({ params: z.object({ userId: id }) });'),
      code(
        'lib/schemas.ts',
        'function line(): { type: 1 } {\n  return z.string();\n}\n\nfunction none() {}\n\nconst a = (b) => c;\nd(z.int());',
      ),
    ],
  },
  {
    title: 'a status that refuses a request is named in lib/http alone',
    keeps: ({ file, text }) =>
      !/^(lib|functions)\//.test(file) || file.startsWith('lib/http/') || !/\bstatusCode\b|new Refusal\(/.test(text),
    offences: [code('lib/domains/identity/users/service.ts', 'throw Object.assign(new Error(), { statusCode: 409 });')],
  },
  {
    title: 'an error of which only the log hears is counted: by `logUnexpected`, or by a count of its own',
    keeps: ({ file, code }) =>
      !/^(lib|functions)\//.test(file) ||
      (code.match(/\blog\.error\(/g) ?? []).length <= (code.match(/^\s*count\(/gm) ?? []).length,
    offences: [
      code('lib/mail/layout.ts', "log.error('mail not laid out', { error });"),
      code('lib/mail/layout.ts', "log.error('a', { error });\nlog.error('b', { error });\ncount(mailsLost);"),
    ],
  },
  {
    title: 'only errors are classes',
    keeps: ({ file, text }) =>
      !/^(lib|functions)\//.test(file) ||
      (text.match(/\bclass \w+.*$/gm) ?? []).every((line) => /^class \w+(<.*>)? extends /.test(line)),
    offences: [code('lib/domains/identity/users/service.ts', 'export class UserService {')],
  },
  {
    title: 'a test calls a handler of HTTP by `send` or `invoke`, which hold its answer to its document',
    keeps: ({ file, text }) => !file.startsWith('tests/') || eventReaders.includes(file) || !gatewayEvents.test(text),
    offences: [
      code('tests/functions/users/get-user.test.ts', 'await handler(gatewayEvent({ method }), lambdaContext());'),
      code('tests/support/world.ts', "import { gatewayEvent as eventOf } from './http.ts';"),
      code('tests/functions/users/get-user.test.ts', 'await handler({} as APIGatewayProxyEventV2, lambdaContext());'),
      code('tests/functions/users/get-user.test.ts', 'await handler({} as never, lambdaContext());'),
      code('tests/functions/users/get-user.test.ts', "const event = { version: '2.0', rawPath: '/v1/users' };"),
    ],
  },
];

// This file holds what it looks for.
const sources = folders.flatMap(readSources).filter(({ file }) => file !== 'tests/house/conventions.test.ts');

describe.each(customs)('the custom that $title', ({ keeps, offences }) => {
  it('is kept', () => {
    const breaches = sources.filter((source) => !keeps(source)).map(({ file }) => file);

    expect(breaches).toEqual([]);
  });

  it('is missed where it is not kept', () => {
    expect(offences.filter(keeps)).toEqual([]);
  });
});
