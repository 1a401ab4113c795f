import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError, optionalSetting, requireSettings, setting, type Variable } from '../../lib/config.ts';

const before = { ...process.env };

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (/^POLYCLINIC_|^LOG_LEVEL$/.test(name)) delete process.env[name];
});

afterEach(() => {
  process.env = { ...before };
});

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return 'nothing was thrown';
}

describe('requireSettings', () => {
  const names: Variable[] = ['POLYCLINIC_PUBLIC_URL', 'POLYCLINIC_EVENTS_TABLE', 'POLYCLINIC_MASTER_SECRET'];

  it('names every variable that is missing or malformed, at once', () => {
    process.env.POLYCLINIC_PUBLIC_URL = 'not a url';
    process.env.POLYCLINIC_EVENTS_TABLE = '';

    const message = messageOf(() => requireSettings(names));

    expect(message).toBe(
      'POLYCLINIC_PUBLIC_URL is malformed; POLYCLINIC_EVENTS_TABLE is missing; POLYCLINIC_MASTER_SECRET is missing',
    );
  });

  it('tells no value', () => {
    process.env.POLYCLINIC_MASTER_SECRET = 'hunter2';

    const message = messageOf(() => requireSettings(names));

    expect(message).toContain('POLYCLINIC_MASTER_SECRET is malformed');
    expect(message).not.toContain('hunter2');
  });

  it('is content with what is there, and asks for no more', () => {
    process.env.POLYCLINIC_EVENTS_TABLE = 'polyclinic-test-events';

    expect(() => requireSettings(['POLYCLINIC_EVENTS_TABLE'])).not.toThrow();
    expect(() => requireSettings([])).not.toThrow();
  });

  it('fails on a malformed LOG_LEVEL, too, which would otherwise fail each request', () => {
    process.env.LOG_LEVEL = 'loud';

    expect(messageOf(() => requireSettings([]))).toBe('LOG_LEVEL is malformed');
  });

  it('fails on rate limits that no policy has, too', () => {
    process.env.POLYCLINIC_RATE_LIMIT_POLICIES = '{"creditials":{"quota":1}}';

    expect(messageOf(() => requireSettings([]))).toBe(
      'POLYCLINIC_RATE_LIMIT_POLICIES is malformed: Unrecognized key: "creditials"',
    );
  });
});

describe('setting', () => {
  it('is read when it is asked for, not before', () => {
    process.env.POLYCLINIC_EVENTS_TABLE = 'first';
    const first = setting('POLYCLINIC_EVENTS_TABLE');
    process.env.POLYCLINIC_EVENTS_TABLE = 'second';

    expect([first, setting('POLYCLINIC_EVENTS_TABLE')]).toEqual(['first', 'second']);
  });

  it.each([
    ['https://app.example.com/', 'https://app.example.com'],
    ['https://app.example.com//', 'https://app.example.com'],
    ['https://app.example.com/app/', 'https://app.example.com/app'],
    ['https://app.example.com/App', 'https://app.example.com/App'],
    ['HTTPS://App.Example.Com:443', 'https://app.example.com'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['http://localhost:5173/', 'http://localhost:5173'],
  ])('is a URL as browsers spell it, without the slash at its end: %s', (value, expected) => {
    process.env.POLYCLINIC_PUBLIC_URL = value;
    process.env.POLYCLINIC_CLIENT_URL = value;

    expect([setting('POLYCLINIC_PUBLIC_URL'), setting('POLYCLINIC_CLIENT_URL')]).toEqual([expected, expected]);
  });

  it.each([
    'app.example.com',
    'ftp://app.example.com',
    'javascript:alert(1)',
    'https://app.example.com?x=1',
    'https://app.example.com/#',
    'https://me:secret@app.example.com',
    'https://',
    '*',
  ])('refuses to build links and origins on %j', (value) => {
    process.env.POLYCLINIC_CLIENT_URL = value;

    expect(messageOf(() => requireSettings(['POLYCLINIC_CLIENT_URL']))).toBe('POLYCLINIC_CLIENT_URL is malformed');
  });

  it.each([
    ['POLYCLINIC_PUBLIC_URL', 'api.example.com'],
    ['POLYCLINIC_MASTER_SECRET', 'plain'],
    ['POLYCLINIC_MASTER_SECRET', 'file:'],
    ['POLYCLINIC_MAIL_TRANSPORT', 'https://mail.example.com'],
  ] as const)('refuses %s of %j without telling it', (name, value) => {
    process.env[name] = value;

    expect(messageOf(() => setting(name))).toBe(`${name} is malformed`);
  });

  it.each([
    ['POLYCLINIC_MAIL_TRANSPORT', 'ses'],
    ['POLYCLINIC_MAIL_TRANSPORT', 'smtp://127.0.0.1:1025'],
    ['POLYCLINIC_MASTER_SECRET', 'ssm:/polyclinic/dev/master-secret'],
    ['POLYCLINIC_MASTER_SECRET', 'file:/tmp/master-secret'],
  ] as const)('takes %s of %j', (name, value) => {
    process.env[name] = value;

    expect(setting(name)).toBe(value);
  });
});

describe('optionalSetting', () => {
  it.each([undefined, ''])('has its default where the variable is %j', (value) => {
    if (value !== undefined) process.env.LOG_LEVEL = value;

    expect(optionalSetting('LOG_LEVEL')).toBe('info');
  });

  it('fails by name where the variable is malformed', () => {
    process.env.LOG_LEVEL = 'loud';

    expect(messageOf(() => optionalSetting('LOG_LEVEL'))).toBe('LOG_LEVEL is malformed');
  });
});
