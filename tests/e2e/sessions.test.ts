import { describe, expect, it } from '@jest/globals';
import { eventually, request } from '../support/client.ts';
import { apiUrl, logIn, newAddress, refresh, register, tokensOf, whoAmI } from './running.ts';

const bearer = (accessToken: string) => ({ authorization: `Bearer ${accessToken}` });

async function listSessions(accessToken: string) {
  const answer = await request(`${apiUrl}/v1/auth/sessions`, { headers: bearer(accessToken) });
  expect(answer.status).toBe(200);
  return answer.json.data as { id: string; current: boolean; createdAt: string }[];
}

const isRefused = (accessToken: string) =>
  eventually('the access token is refused', async () =>
    (await whoAmI(accessToken)).status === 401 ? true : undefined,
  );

describe('the sessions of a person', () => {
  it('are listed, ended one by one, and all together', async () => {
    const address = newAddress();
    await register(address);
    const laptop = tokensOf(await logIn(address));
    const phone = tokensOf(await logIn(address));

    const sessions = await listSessions(laptop.accessToken);
    expect(sessions.map(({ current }) => current)).toEqual([false, true]);

    const url = `${apiUrl}/v1/auth/sessions/${sessions[0]?.id}`;
    const revoke = () => request(url, { method: 'DELETE', headers: bearer(laptop.accessToken) });
    expect((await revoke()).status).toBe(204);
    const again = await revoke();
    expect([again.status, again.json.code]).toEqual([404, 'SESSION_NOT_FOUND']);
    await isRefused(phone.accessToken);
    expect((await refresh(phone.refreshToken)).json.code).toBe('INVALID_REFRESH_TOKEN');
    expect(await listSessions(laptop.accessToken)).toHaveLength(1);

    const everywhere = await request(`${apiUrl}/v1/auth/logout-all`, {
      method: 'POST',
      headers: bearer(laptop.accessToken),
    });
    expect(everywhere.status).toBe(204);
    await isRefused(laptop.accessToken);
    expect((await refresh(laptop.refreshToken)).json.code).toBe('INVALID_REFRESH_TOKEN');
    expect(await listSessions(tokensOf(await logIn(address)).accessToken)).toHaveLength(1);
  });

  it('end by an access token alone, and by whichever of two cookies is good', async () => {
    const address = newAddress();
    await register(address);
    const [laptop, phone] = [tokensOf(await logIn(address)), tokensOf(await logIn(address))];
    const post = (path: string, headers: Record<string, string>) =>
      request(`${apiUrl}/v1/auth/${path}`, { method: 'POST', headers });

    const loggedOut = await post('logout', bearer(laptop.accessToken));
    const cookie = `polyclinic_refresh=${laptop.refreshToken}; polyclinic_refresh=${phone.refreshToken}`;
    const refreshed = await post('refresh', { cookie });
    const [renewed = ''] = refreshed.headers.getSetCookie();
    const nothing = await post('logout', {});

    expect([loggedOut.status, refreshed.status, nothing.status]).toEqual([204, 200, 400]);
    expect((await refresh(laptop.refreshToken)).json.code).toBe('INVALID_REFRESH_TOKEN');
    expect(renewed).toMatch(/^polyclinic_refresh=[\w-]{108};/);
  });
});
