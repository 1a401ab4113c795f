import { describe, expect, it } from '@jest/globals';
import type { PatientAccess } from '../../lib/domains/clinic/patients/access-schema.ts';
import { seededPassword } from '../../lib/domains/identity/seeds/people.ts';
import { eventually, request } from '../support/client.ts';
import { apiUrl, logIn, newAddress, password, registerAndVerify, tokensOf } from './running.ts';

/** Calls with the access token of somebody who has just signed in. */
async function signedIn(email: string, secret = password) {
  const { accessToken } = tokensOf(await logIn(email, { password: secret }));
  return (method: string, path: string, data?: unknown) =>
    request(`${apiUrl}/v1/patients${path}`, {
      method,
      headers: { authorization: `Bearer ${accessToken}`, 'accept-language': 'de' },
      ...(data !== undefined && { data }),
    });
}

describe('a patient who is linked to an account', () => {
  it('is seen by it, which also sees who has looked, until the link ends', async () => {
    const address = newAddress();
    const [reception] = await Promise.all([
      signedIn('staff@polyclinic.test', seededPassword),
      registerAndVerify(address),
    ]);
    const owner = await signedIn(address);
    const told = { name: 'Grace Hopper', email: address, phone: '2125550123', internalNotes: 'Prefers the morning.' };
    const registered = await reception('POST', '', told);
    const { id } = registered.json.data as { id: string };

    const before = await owner('GET', `/${id}`);
    const linked = await reception('PUT', `/${id}/link`, { email: address });
    const seen = await owner('GET', `/${id}`);
    const accesses = await eventually('both who have opened the record', async () => {
      const { json } = await owner('GET', `/${id}/accesses`);
      const shown = json.data as PatientAccess[];
      return shown.some(({ action }) => action === 'patient.read') ? shown : undefined;
    });
    const unlinked = await reception('DELETE', `/${id}/link`);
    const after = await owner('GET', `/${id}`);

    expect([registered, before, linked, seen, unlinked, after].map(({ status }) => status)).toEqual([
      201, 404, 200, 200, 204, 404,
    ]);
    expect(seen.json.data).not.toHaveProperty('internalNotes');
    expect(accesses.map(({ what, by, as }) => [what, by.kind, as])).toEqual([
      ['Ihre Akte wurde geöffnet.', 'you', 'patient'],
      ['Ein Konto erhielt Zugang zu Ihrer Akte.', 'person', 'staff'],
      ['Sie wurden als Patient aufgenommen.', 'person', 'staff'],
    ]);
  });
});
