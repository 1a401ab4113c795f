import { describe, expect, it } from '@jest/globals';
import { discoverFunctions } from '../../infra/functions.ts';
import type { HttpTrigger } from '../../lib/http/trigger.ts';
import { describeAccess, requireTarget } from '../support/access/describe-access.ts';
import { administered, signedIn } from '../support/access/expectations.ts';
import { readSources, type SourceFile, sourceFile } from './source-files.ts';

const functions = await discoverFunctions();
const tests = readSources('tests/functions');
const testOf = (file: string) => `tests/${file.replace(/\.ts$/, '.test.ts')}`;

/** Whether a test says who gets which answer from the endpoint whose test it is: from its own trigger, at the top of the file. */
function holdsRows({ file, code }: SourceFile): boolean {
  const functionFile = file.replace(/^tests\//, '').replace(/\.test\.ts$/, '.ts');
  const imported = new RegExp(`^import \\{[^}]*\\btrigger\\b[^}]*\\} from '../../../${functionFile}';$`, 'm');
  return imported.test(code) && /^describeAccess\(\s*trigger,/m.test(code);
}

const rowless = (sources: readonly SourceFile[], files: readonly string[]) =>
  files.filter((file) => !sources.some((source) => source.file === testOf(file) && holdsRows(source)));

describe('the table of who may do what', () => {
  const routes = functions.filter(({ trigger }) => trigger.kind === 'http').map(({ file }) => file);

  it('has every route, and no other', () => {
    expect(rowless(tests, routes)).toEqual([]);
    expect(tests.filter(holdsRows).map(({ file }) => file)).toEqual(routes.map(testOf).sort());
  });

  it.each([
    ['no test', 'tests/functions/a/b-d.test.ts', ''],
    ['a test without a row', testOf('functions/a/b-c.ts'), "import { trigger } from '../../../functions/a/b-c.ts';"],
    [
      'a row that is a comment',
      testOf('functions/a/b-c.ts'),
      "import { trigger } from '../../../functions/a/b-c.ts';\n// describeAccess(trigger,",
    ],
    [
      'a row within a longer comment',
      testOf('functions/a/b-c.ts'),
      "import { trigger } from '../../../functions/a/b-c.ts';\n/*\ndescribeAccess(trigger, \n*/",
    ],
    [
      'a row that is skipped',
      testOf('functions/a/b-c.ts'),
      "import { trigger } from '../../../functions/a/b-c.ts';\nif (never)\n  describeAccess(trigger,",
    ],
    [
      'the row of another endpoint',
      testOf('functions/a/b-c.ts'),
      "import { trigger } from '../../../functions/a/b-d.ts';\ndescribeAccess(trigger, ",
    ],
  ])('lacks a route that has %s', (_, file, text) => {
    expect(rowless([sourceFile(file, text)], ['functions/a/b-c.ts'])).toEqual(['functions/a/b-c.ts']);
  });

  it('names an object for every route whose path holds an id', () => {
    const trigger = { kind: 'http', method: 'GET', path: '/v1/things/{thingId}' } as HttpTrigger;
    const never = () => {
      throw new Error('is not arranged');
    };

    expect(() => describeAccess(trigger, never, signedIn(200))).toThrow(
      'GET /v1/things/{thingId}: the row names no object, and the path does',
    );
    expect(() => requireTarget(trigger, administered('apiKey', 204))).not.toThrow();
  });
});
