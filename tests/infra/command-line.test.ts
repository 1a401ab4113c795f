import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Misused, readCommandLine, stageOptions } from '../../infra/command-line.ts';
import { root } from '../../infra/functions.ts';

const [argv, exit] = [process.argv, process.exit];

afterEach(() => {
  jest.restoreAllMocks();
  [process.argv, process.exit, process.exitCode] = [argv, exit, 0];
});

describe('what was typed after the name of a command', () => {
  const options = {
    ...stageOptions('dev'),
    param: { type: 'string', multiple: true },
    again: { type: 'boolean' },
  } as const;
  const reads = (args: readonly string[]) => readCommandLine({ usage: 'Options: …', options, args, words: 1 });

  it('is its options and words, an option that may come often with them all', () => {
    const { values, positionals } = reads(['people', '--again', '--param', 'a=1=2', '--param', 'b=']);

    expect(values).toEqual({ stage: 'dev', region: 'us-east-1', again: true, param: ['a=1=2', 'b='] });
    expect(positionals).toEqual(['people']);
  });

  it.each([
    ['a stage that is none', ['--stage', 'X!y'], '--stage must be up to 16 lower-case letters and digits, not "X!y"'],
    ['an option without its value', ['--stage'], "Option '--stage <value>' argument missing"],
    ['an option in place of a value', ['--stage', '--again'], "Option '--stage' argument is ambiguous"],
    ['a value that nobody asked for', ['--again=yes'], "Option '--again' does not take an argument"],
    ['an option that is none', ['--nope'], "Unknown option '--nope'"],
    ['a word too many', ['people', 'extra'], '"extra" is a word too many'],
    ['a region that is none', ['--region', 'Europe'], '--region must be a region like us-east-1, not "Europe"'],
    ['a parameter without a value', ['--param', 'a'], '--param must be <name>=<value>, not "a"'],
    ['an option twice', ['--stage', 'a', '--again', '--stage=b'], '--stage is given twice'],
    ['a switch twice', ['--again', '--again'], '--again is given twice'],
    ['a parameter twice', ['--param', 'a=1', '--param', 'a=2'], '--param a is given twice'],
  ])('is refused in a line, with how the command is used, where it is %s', (_, args, words) => {
    const read = () => reads(args);

    expect(read).toThrow(Misused);
    expect(read).toThrow(new Error(`${words}\nOptions: …`));
  });
});

describe('a command that was typed wrongly', () => {
  const scripts = [
    'infra/contract/check-contract',
    'infra/deploy',
    'infra/package',
    'infra/remove',
    'local/chaos/main',
    'local/create-admin',
    'local/link-identity',
    'local/list-identities',
    'local/rebuild-index',
    'local/rotate-data-keys',
    'local/rotate-keys',
    'local/unlink-identity',
    'local/verify-audit',
  ];
  const cases = [
    ...scripts.map((script) => [script, ['--nope']] as const),
    ...[
      ['--from', 'May'],
      ['--to', '2027-02-30'],
    ].map((args) => ['local/verify-audit', args] as const),
    ...[
      ['--seed', 'x'],
      ['--only', 'x'],
      ['--only', 'x: y kill-after'],
    ].map((args) => ['local/chaos/main', args] as const),
    ['local/create-admin', ['--email', 'a@example.com', '--email', 'b@example.com']] as const,
    ['local/rebuild-index', ['nothing']] as const,
  ];

  it.each(cases)('ends with 1, a line and how it is used: %s %j', async (script, args) => {
    const told: string[] = [];
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => told.push(String(text)) > 0);
    process.argv = ['node', script, ...args];
    process.exit = (code) => {
      process.exitCode = code;
      throw new Error('ended');
    };
    const file = pathToFileURL(path.join(root, `${script}.ts`)).href;

    await import(`${file}?${encodeURIComponent(args.join())}`).catch((error) => {
      if (error.message !== 'ended') throw error;
    });

    expect(process.exitCode).toBe(1);
    expect(told.join('')).toMatch(/^(.+\n)?(Options: |Say wh)[^\n]+\n$/);
  });
});
