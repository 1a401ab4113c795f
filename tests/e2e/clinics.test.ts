import { beforeAll, describe, expect, it } from '@jest/globals';
import { request } from '../support/client.ts';
import { apiUrl, logIn, tokensOf } from './running.ts';

const url = `${apiUrl}/v1/clinics`;
const [northClinic, southClinic] = ['019a0000-0000-7000-8000-00000000c001', '019a0000-0000-7000-8000-00000000c002'];

type Headers = Record<string, string>;
let admin: Headers;
let staff: Headers;

const signIn = async (email: string): Promise<Headers> => {
  const { accessToken } = tokensOf(await logIn(email, { password: 'Polyclinic1' }));
  return { authorization: `Bearer ${accessToken}` };
};

beforeAll(async () => {
  [admin, staff] = await Promise.all([signIn('admin@polyclinic.test'), signIn('staff@polyclinic.test')]);
});

const ask = (method: string, path: string, headers: Headers, data?: unknown) =>
  request(url + path, { method, headers, ...(data !== undefined && { data }) });

describe('a clinic', () => {
  it('is made, listed, changed, closed for a day, opened again and deleted', async () => {
    const made = await ask('POST', '', admin, { name: 'East', timeZone: 'asia/tokyo' });
    const { id } = made.json.data as { id: string };
    const listed = await ask('GET', '?limit=100', staff);
    const changed = await ask(
      'PATCH',
      `/${id}`,
      { ...admin, 'if-match': made.headers.get('etag') ?? '' },
      { openingHours: [{ day: 1, from: '09:00', to: '24:00' }] },
    );
    const day = { from: '2027-01-01', to: '2027-01-03', reason: 'New Year' };
    const closed = await ask('POST', `/${id}/closures`, admin, day);
    const { closure } = closed.json.data as { closure: { id: string } };
    const shown = await ask('GET', `/${id}`, staff);
    const opened = await ask('DELETE', `/${id}/closures/${closure.id}`, admin);
    const deleted = await ask('DELETE', `/${id}`, admin);

    expect([made, listed, changed, closed, shown, opened, deleted].map(({ status }) => status)).toEqual([
      201, 200, 200, 201, 200, 204, 204,
    ]);
    expect(listed.json.data).toContainEqual(expect.objectContaining({ id, name: 'East', timeZone: 'Asia/Tokyo' }));
    expect(shown.json.data).toMatchObject({
      openingHours: [{ day: 1, from: '09:00', to: '24:00' }],
      closures: [{ id: closure.id, ...day }],
    });
    expect((await ask('GET', `/${id}`, staff)).json.code).toBe('CLINIC_NOT_FOUND');
  });

  it('to which people belong stays, and says how many', async () => {
    const answer = await ask('DELETE', `/${southClinic}`, admin);

    expect([answer.status, answer.json.code]).toEqual([409, 'CLINIC_IN_USE']);
    expect((answer.json.heldBy as { people: number }).people).toBeGreaterThanOrEqual(2);
    expect((await ask('GET', `/${southClinic}`, admin)).status).toBe(200);
  });

  it('is closed by its own staff alone, to whom another one looks absent', async () => {
    const day = { from: '2027-07-04', to: '2027-07-04', reason: 'Independence Day' };

    const [own, other] = [
      await ask('POST', `/${northClinic}/closures`, staff, day),
      await ask('POST', `/${southClinic}/closures`, staff, day),
    ];
    const { closure } = own.json.data as { closure: { id: string } };

    expect([own.status, other.status, other.json.code]).toEqual([201, 404, 'CLINIC_NOT_FOUND']);
    expect((await ask('DELETE', `/${northClinic}/closures/${closure.id}`, staff)).status).toBe(204);
  });

  it('is the only one that a key of it sees', async () => {
    const wanted = { name: 'Front door', permissions: ['clinics:read'], dailyQuota: 10, clinicId: northClinic };
    const made = await request(`${apiUrl}/v1/api-keys`, { method: 'POST', headers: admin, data: wanted });
    const { id, key } = made.json.data as { id: string; key: string };

    const { json } = await ask('GET', '?limit=1', { 'x-api-key': key });

    expect(json).toMatchObject({ data: [{ id: northClinic }], meta: { limit: 1 } });
    expect(json.meta).not.toHaveProperty('nextCursor');
    await request(`${apiUrl}/v1/api-keys/${id}`, { method: 'DELETE', headers: admin });
  });

  it('has its hours from the seeds', async () => {
    const answer = await ask('GET', `/${southClinic}`, staff);

    expect((answer.json.data as { openingHours: unknown[] }).openingHours).toHaveLength(10);
  });
});
