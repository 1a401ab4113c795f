import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, type HttpAnswer, request } from '../support/client.ts';
import { apiUrl, logIn, tokensOf } from './running.ts';
import { withinWindow } from './within-window.ts';

const url = `${apiUrl}/v1/api-keys`;
let admin: Record<string, string>;

beforeAll(async () => {
  const { accessToken } = tokensOf(await logIn('admin@polyclinic.test', { password: 'Polyclinic1' }));
  admin = { authorization: `Bearer ${accessToken}` };
});

interface Key {
  readonly id: string;
  readonly key: string;
}

async function makeKey(overrides: object = {}): Promise<Key> {
  const data = { name: 'Laboratory import', permissions: ['api-keys:read'], dailyQuota: 1_000, ...overrides };
  const answer = await request(url, { method: 'POST', headers: admin, data });
  expect(answer.status).toBe(201);
  return answer.json.data as Key;
}

/** A request goes on uncounted where the counter is not fast enough, which shows in its headers. */
const isCounted = ({ headers }: HttpAnswer) => headers.get('ratelimit')?.includes('"daily"') === true;

const list = (headers: Record<string, string>): Promise<HttpAnswer> => request(`${url}?limit=100`, { headers });
const revoke = (id: string): Promise<HttpAnswer> => request(`${url}/${id}`, { method: 'DELETE', headers: admin });

describe('an API key', () => {
  it('is made by an administrator, lets its machine in, counts its requests, and is shut out once revoked', async () => {
    const { id, key, answer } = await eventually('a request that is counted', async () => {
      const made = await makeKey();
      const first = await list({ 'x-api-key': made.key });
      return isCounted(first) ? { ...made, answer: first } : undefined;
    });

    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain(key);
    expect(answer.json.data).toContainEqual(expect.objectContaining({ id, permissions: ['api-keys:read'] }));
    expect(answer.headers.get('ratelimit-policy')).toContain('"daily";q=1000;w=86400');
    expect(answer.headers.get('ratelimit')).toMatch(/"daily";r=999;t=\d+$/);

    expect((await revoke(id)).status).toBe(204);
    const refused = await eventually('the key is refused', async () => {
      const later = await list({ 'x-api-key': key });
      return later.status === 401 ? later : undefined;
    });
    expect(refused.json.code).toBe('INVALID_API_KEY');
    expect(refused.headers.get('www-authenticate')).toBe('ApiKey realm="polyclinic"');
    expect((await revoke(id)).status).toBe(404);
  });

  it('is bound to a clinic that there is, and no other', async () => {
    const clinicId = '019a0000-0000-7000-8000-00000000c001';
    const nowhere = '019a0000-0000-7000-8000-00000000c0ff';
    const data = { name: 'Laboratory', permissions: ['api-keys:read'], dailyQuota: 10 };

    const refused = await request(url, { method: 'POST', headers: admin, data: { ...data, clinicId: nowhere } });
    const made = await request(url, { method: 'POST', headers: admin, data: { ...data, clinicId } });

    expect([refused.status, refused.json.code]).toEqual([422, 'UNKNOWN_REFERENCE']);
    expect([made.status, made.json.data]).toEqual([201, expect.objectContaining({ clinicId })]);
    expect((await revoke((made.json.data as Key).id)).status).toBe(204);
  });

  it('may make so many requests a day of any number at once, and then is told to come back tomorrow', async () => {
    await withinWindow(24 * 60 * 60);

    const { id, answers } = await eventually('requests that are all counted', async () => {
      const made = await makeKey({ dailyQuota: 5 });
      const all = await Promise.all(Array.from({ length: 20 }, () => list({ 'x-api-key': made.key })));
      return all.every(isCounted) ? { id: made.id, answers: all } : undefined;
    });

    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(refused).toHaveLength(15);
    expect(refused[0]?.json.code).toBe('QUOTA_EXCEEDED');
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    await revoke(id);
  });

  it('is no account: it may neither make keys nor ask who it is, and never goes beside a token', async () => {
    const { id, key } = await makeKey({ permissions: ['api-keys:read', 'api-keys:write'] });
    const machine = { 'x-api-key': key };

    const made = await request(url, {
      method: 'POST',
      headers: machine,
      data: { name: 'Child', permissions: ['api-keys:read'], dailyQuota: 1 },
    });
    const me = await request(`${apiUrl}/v1/users/me`, { headers: machine });
    const both = await list({ ...machine, ...admin });

    expect([made.status, made.json.code]).toEqual([403, 'PERSON_REQUIRED']);
    expect([me.status, me.json.code]).toEqual([403, 'PERSON_REQUIRED']);
    expect([both.status, both.json.code]).toEqual([401, 'AMBIGUOUS_CREDENTIALS']);
    await revoke(id);
  });
});

describe('an API key that ends', () => {
  it('is refused from that second on, counted out of its clinic and on record', async () => {
    const expiresAt = new Date(Date.now() + 2_000).toISOString();
    const { id, key } = await makeKey({ clinicId: '019a0000-0000-7000-8000-00000000c001', expiresAt });

    const entry = await eventually('its end on record', async () => {
      const { json } = await request(`${apiUrl}/v1/audit-events?action=api-key.expired`, { headers: admin });
      return (json.data as { subject: string; time: string }[]).find(({ subject }) => subject === `api-keys/${id}`);
    });

    expect(entry.time >= expiresAt).toBe(true);
    expect((await list({ 'x-api-key': key })).status).toBe(401);
    expect((await revoke(id)).status).toBe(204);
  });
});
