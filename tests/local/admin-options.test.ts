import { describe, expect, it } from '@jest/globals';
import { Misused } from '../../infra/command-line.ts';
import { readAdminOptions } from '../../local/admin-options.ts';

const valid = ['--email', 'ada@example.com'];

describe('the options of npm run admin:create', () => {
  it('are an address, and the local stage unless another one is named', () => {
    expect(readAdminOptions(['--email', ' Ada@Example.com '])).toEqual({
      address: 'ada@example.com',
      stage: 'local',
      region: 'us-east-1',
    });
    expect(readAdminOptions([...valid, '--stage', 'dev', '--region', 'eu-central-1'])).toMatchObject({
      stage: 'dev',
      region: 'eu-central-1',
    });
  });

  it.each([
    ['no address', [], 'There is no --email.'],
    ['what is no address', ['--email', 'grace'], '“grace” is no address.'],
    ['an option that is none', [...valid, '--roles', 'admin'], '--roles'],
    ['a word too many', [...valid, 'grace'], 'grace'],
    ['a stage that is none', [...valid, '--stage', 'Pro-Duction'], '--stage must be'],
  ])('are refused with how the command is used where there is %s', (_, args, words) => {
    const read = () => readAdminOptions(args);

    expect(read).toThrow(Misused);
    expect(read).toThrow(words);
    expect(read).toThrow('--email <address> [--stage <stage>]');
  });
});
