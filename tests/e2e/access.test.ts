import { beforeAll, describe, expect, it } from '@jest/globals';
import { discoverFunctions } from '../../infra/functions.ts';
import type { Permission } from '../../lib/access/permissions.ts';
import type { HttpTrigger } from '../../lib/http/trigger.ts';
import { expectations } from '../support/access/expectations.ts';
import { eventually, request } from '../support/client.ts';
import { apiUrl, logIn, newAddress, tokensOf } from './running.ts';

const triggers = (await discoverFunctions()).flatMap(({ trigger }) => (trigger.kind === 'http' ? [trigger] : []));
const absentId = '019a0000-0000-7000-8000-0000000fffff';
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
    const row = expectations[trigger.path === '$default' ? '$default' : `${method} ${trigger.path}`];
    const { json } = row?.request ?? {};
    // The address of a registration must be one that no other test has.
    const data = trigger.path === '/v1/auth/register' ? { ...(json as object), email: newAddress() } : json;

    const answer = await eventually('an answer of a system that is not too busy for one', async () => {
      const each = await request(urlOf(trigger), { method, ...(data !== undefined && { data }) });
      return each.status === 503 ? undefined : each;
    });

    expect(answer.status).toBe(row?.statuses.anonymous);
  });
});
