import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { discoverFunctions } from '../../../infra/functions.ts';
import { optionalSetting } from '../../../lib/config.ts';
import { livePolicies, policyNameOf } from '../../../lib/http/rate-limit-policy.ts';

const before = { ...process.env };

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('POLYCLINIC_')) delete process.env[name];
});

afterEach(() => {
  process.env = { ...before };
});

describe('the policies of a stage', () => {
  it('let strangers write 100 times and callers 600 times in a quarter of an hour, and fewer where guessing pays', () => {
    expect(livePolicies()).toMatchObject({
      anonymous: { name: 'anonymous', quota: 100, seconds: 900 },
      'signed-in': { name: 'signed-in', quota: 600, seconds: 900 },
      credentials: { quota: 60, seconds: 900 },
      sensitive: { quota: 20, seconds: 900 },
    });
  });

  it('are changed one by one, and in one figure alone', () => {
    process.env.POLYCLINIC_RATE_LIMIT_POLICIES = '{"credentials":{"quota":5},"reads":{"quota":9,"seconds":1}}';

    expect(livePolicies()).toMatchObject({
      credentials: { name: 'credentials', quota: 5, seconds: 900 },
      reads: { name: 'reads', quota: 9, seconds: 1 },
      anonymous: { quota: 100 },
    });
  });

  it.each([
    '{',
    'null',
    '[]',
    '{"creditials":{"quota":5}}',
    '{"credentials":5}',
    '{"credentials":{"quota":0}}',
    '{"credentials":{"quota":1.5}}',
    '{"credentials":{"seconds":86401}}',
    '{"credentials":{"most":5}}',
  ])('are not changed by %s, which fails by the name of the variable', (changes) => {
    process.env.POLYCLINIC_RATE_LIMIT_POLICIES = changes;

    expect(() => optionalSetting('POLYCLINIC_RATE_LIMIT_POLICIES')).toThrow(
      'POLYCLINIC_RATE_LIMIT_POLICIES is malformed',
    );
  });

  it.each([undefined, 'local', 'test', 'test-load'])('are none in the stage %s when they are turned off', (stage) => {
    process.env.POLYCLINIC_RATE_LIMITS = 'off';
    if (stage) process.env.POLYCLINIC_STAGE = stage;

    expect(livePolicies()).toBeUndefined();
  });

  it.each(['dev', 'production', 'localhost', 'latest'])('stay in the stage %s, whatever the variable says', (stage) => {
    process.env.POLYCLINIC_RATE_LIMITS = 'off';
    process.env.POLYCLINIC_STAGE = stage;

    expect(livePolicies()).toBeDefined();
  });
});

describe('the policy of a route', () => {
  it.each([
    [{ method: 'POST', allow: 'public' }, 'anonymous'],
    [{ method: 'DELETE', allow: 'signed-in' }, 'signed-in'],
    [{ method: 'PATCH', allow: ['users:read'] }, 'signed-in'],
    [{ method: 'POST', allow: 'public', limit: 'credentials' }, 'credentials'],
    [{ method: 'PUT', allow: 'signed-in', limit: 'sensitive' }, 'sensitive'],
    [{ method: 'GET', allow: 'public' }, 'reads'],
    [{ method: 'GET', allow: 'signed-in', limit: 'sensitive' }, 'reads'],
  ] as const)('%j is %s', (route, name) => {
    expect(policyNameOf(route)).toBe(name);
  });

  it('is never the mildest for a public write of identity, which insists on being counted where guessing pays', async () => {
    const triggers = (await discoverFunctions()).flatMap(({ trigger }) => (trigger.kind === 'http' ? [trigger] : []));
    const writes = triggers.filter(({ path, method }) => path.startsWith('/v1/auth/') && method !== 'GET');
    const open = writes.filter(({ allow }) => allow === 'public');
    const guessed = writes.filter(({ path }) => /\/(login|login\/mfa|refresh|reset-password)$/.test(path));

    expect(open.filter((write) => policyNameOf(write) === 'anonymous').map(({ path }) => path)).toEqual([]);
    expect(guessed.length).toBeGreaterThanOrEqual(2);
    expect(guessed.filter(({ mustCount }) => !mustCount).map(({ path }) => path)).toEqual([]);
  });
});
