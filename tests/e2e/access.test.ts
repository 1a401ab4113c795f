import { beforeAll, describe, expect, it } from '@jest/globals';
import { discoverFunctions } from '../../infra/functions.ts';
import type { Permission } from '../../lib/access/permissions.ts';
import type { HttpTrigger } from '../../lib/http/trigger.ts';
import { actorPassword as password, unknownToken as token } from '../support/access/expectations.ts';
import { eventually, request } from '../support/client.ts';
import { apiUrl, logIn, newAddress, tokensOf } from './running.ts';

const triggers = (await discoverFunctions()).flatMap(({ trigger }) => (trigger.kind === 'http' ? [trigger] : []));
const absentId = '019a0000-0000-7000-8000-0000000fffff';

/** What a stranger is answered, with a body where the route wants one: written by hand, apart from the triggers. */
const answers: Readonly<Record<string, readonly [status: number, json?: object]>> = {
  'GET /health': [200],
  'GET /health/ready': [200],
  'GET /.well-known/jwks.json': [200],
  'GET /.well-known/openid-configuration': [200],
  'GET /openapi.json': [200],
  'GET /asyncapi.json': [200],
  'GET /docs': [200],
  'GET /docs/{asset}': [200],
  'ANY $default': [404],
  'POST /v1/auth/register': [201, { password, name: 'New Person', dateOfBirth: '1990-12-10' }],
  'POST /v1/auth/login': [401, { email: 'nobody@example.com', password }],
  'POST /v1/auth/login/mfa': [401, { mfaToken: token, code: '000000' }],
  'POST /v1/auth/refresh': [401, { refreshToken: token }],
  'POST /v1/auth/logout': [204, { refreshToken: token }],
  'POST /v1/auth/verify-email': [400, { token }],
  'POST /v1/auth/forgot-password': [202, { email: 'nobody@example.com' }],
  'POST /v1/auth/reset-password': [400, { token, password }],
  'POST /v1/auth/change-email/confirm': [400, { token }],
};
const keys: Partial<Record<Permission, string>> = {};

beforeAll(async () => {
  const { accessToken } = tokensOf(await logIn('admin@polyclinic.test', { password: 'Polyclinic1' }));
  for (const permission of ['users:list', 'audit:verify'] as const) {
    const data = { name: 'Access test', permissions: [permission], dailyQuota: 1_000 };
    const headers = { authorization: `Bearer ${accessToken}` };
    const { json } = await request(`${apiUrl}/v1/api-keys`, { method: 'POST', headers, data });
    keys[permission] = (json.data as { key: string }).key;
  }
});

/** A key of some use, and of none to this route. */
function uselessKey({ allow }: HttpTrigger): string {
  const [useless = 'audit:verify'] = (['users:list', 'audit:verify'] as const).filter(
    (permission) => typeof allow === 'string' || !allow.includes(permission),
  );
  return keys[useless] ?? '';
}

function urlOf({ path }: HttpTrigger): string {
  return (
    apiUrl +
    path
      .replace('$default', '/nowhere')
      .replace('{asset}', 'docs.js')
      .replace(/\{\w+Id\}/, absentId)
  );
}

describe('every route over HTTP', () => {
  const closed = triggers.filter(({ allow }) => allow !== 'public');
  const open = triggers.filter(({ allow }) => allow === 'public');

  it.each(closed)('asks who calls, and refuses a key without the scope: $method $path', async (trigger) => {
    const stranger = await request(urlOf(trigger), { method: trigger.method });
    const machine = await request(urlOf(trigger), {
      method: trigger.method,
      headers: { 'x-api-key': uselessKey(trigger) },
    });

    expect([stranger.status, machine.status]).toEqual([401, 403]);
  });

  it.each(open)('answers a stranger as its row in the table says: $method $path', async (trigger) => {
    const method = trigger.method === 'ANY' ? 'GET' : trigger.method;
    const [status, json] = answers[`${trigger.method} ${trigger.path}`] ?? [];
    // The address of a registration must be one that no other test has.
    const data = trigger.path === '/v1/auth/register' ? { ...json, email: newAddress() } : json;

    const answer = await eventually('an answer of a system that is not too busy for one', async () => {
      const each = await request(urlOf(trigger), { method, ...(data !== undefined && { data }) });
      return each.status === 503 ? undefined : each;
    });

    // One without a row looks at nobody's credentials all the same.
    if (status === undefined) expect([401, 403, 500]).not.toContain(answer.status);
    else expect(answer.status).toBe(status);
  });
});
