import { describe, expect, it } from '@jest/globals';
import { environment } from '../../../infra/checks/environment.ts';
import { lambdaWith, problemsOf, stackOf } from './templates.ts';

const check = (variables: Record<string, unknown>, production: boolean) =>
  problemsOf(environment, [stackOf({ A: lambdaWith(variables) })], { production });

describe('the environment of a function', () => {
  it('may hold names, addresses and where secrets lie', () => {
    const variables = {
      POLYCLINIC_STAGE: 'production',
      POLYCLINIC_PUBLIC_URL: 'https://api.polyclinic.test',
      POLYCLINIC_EMAIL_QUEUE_URL: { 'Fn::Sub': `https://sqs.\${AWS::Region}.amazonaws.com/\${AWS::AccountId}/email` },
      POLYCLINIC_MASTER_SECRET: 'ssm:/polyclinic/production/master-secret',
      POLYCLINIC_SIGNING_KEY: 'kms:polyclinic-production-signing',
      POLYCLINIC_ASSETS_DIR: '/var/task/dist/system-get-openapi-document/assets',
      POLYCLINIC_MAIL_FROM: 'Polyclinic <no-reply@polyclinic.test>',
      LOG_LEVEL: 'info',
    };

    expect(check(variables, true)).toEqual([]);
  });

  it.each(['http://localhost:4566', 'https://127.0.0.1:8000', 'http://host.docker.internal:8000', 'smtp://[::1]:1025'])(
    'may not lead to a laptop, by %s',
    (URL) => {
      expect(check({ URL }, false)).toEqual([expect.stringContaining('URL is an address of a laptop')]);
    },
  );

  it('may not name a file for a secret', () => {
    expect(check({ POLYCLINIC_MASTER: 'file:/home/me/secret' }, false)).toEqual([expect.stringContaining('is a file')]);
  });

  it.each([
    ['POLYCLINIC_SIGNING_KEY', 'short'],
    ['MAIL_PASSWORD', 'hunter2'],
    ['ID', ['AKIA', 'IOSFODNN7EXAMPLE'].join('')],
    ['PAY', ['sk', 'live', '4eC39HqLyjWDarjtT1zdp7dc'].join('_')],
    ['CERTIFICATE', '-----BEGIN PRIVATE KEY-----'],
    ['JWT', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.'],
    ['MAIL_TRANSPORT', 'smtps://me:hunter2@mail.polyclinic.test'],
    ['DIGEST', '0123456789abcdef'.repeat(2)],
    ['BYTES', 'q83vEjRWeJASNFZ4kKvN7xI0VniQEjRWeJCrze8='],
  ])('may not hold a secret, and it is not printed: %s', (name, value) => {
    const problems = check({ [name]: value }, false);

    expect(problems).toEqual([expect.stringContaining(`${name} looks like a secret`)]);
    expect(problems.join()).not.toContain(value);
  });

  it.each([
    ['what is malformed', { POLYCLINIC_OIDC_ISSUERS: '{}' }, 'POLYCLINIC_OIDC_ISSUERS is malformed'],
    [
      'ourselves as another issuer',
      {
        POLYCLINIC_PUBLIC_URL: 'https://api.polyclinic.test',
        POLYCLINIC_OIDC_ISSUERS: '[{"issuer":"https://api.polyclinic.test","audience":"polyclinic"}]',
      },
      'POLYCLINIC_OIDC_ISSUERS names our own issuer',
    ],
  ])('may not name %s', (_, variables, problem) => {
    expect(check(variables, false)).toEqual([expect.stringContaining(problem)]);
  });

  it.each([true, false])('may not turn rate limits off, in production (%s) or elsewhere', (production) => {
    expect(check({ POLYCLINIC_RATE_LIMITS: 'on' }, production)).toEqual([]);
    expect(check({ POLYCLINIC_RATE_LIMITS: 'off' }, production)).toEqual([
      expect.stringContaining('POLYCLINIC_RATE_LIMITS leaves sign-in open to guessing'),
    ]);
  });

  it.each([
    ['POLYCLINIC_SHOW_STACKS', 'on', 'shows strangers how it is made'],
    ['POLYCLINIC_SHOW_STACKS', 'yes', 'shows strangers how it is made'],
    ['POLYCLINIC_STAGE', 'local', 'is the stage of a laptop'],
  ])('may not show stacks, in production or elsewhere: %s=%s', (name, value, message) => {
    for (const production of [true, false])
      expect(check({ [name]: value }, production)).toContainEqual(expect.stringContaining(`${name} ${message}`));
  });

  it('may say that stacks are not shown', () => {
    expect(check({ POLYCLINIC_SHOW_STACKS: 'off', POLYCLINIC_STAGE: 'dev' }, true)).toEqual([]);
  });

  it.each([
    ['POLYCLINIC_VISIBILITY_SECONDS', '3'],
    ['LOG_LEVEL', 'debug'],
    ['POLYCLINIC_PUBLIC_URL', 'https://api.example.com'],
    ['POLYCLINIC_CLIENT_URL', 'http://app.polyclinic.test'],
  ])('may have %s=%s everywhere but in production', (name, value) => {
    expect(check({ [name]: value }, false)).toEqual([]);
    expect(check({ [name]: value }, true)).toEqual([expect.stringContaining(`A: ${name} `)]);
  });
});
