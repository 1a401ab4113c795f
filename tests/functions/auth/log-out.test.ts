import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler } from '../../../functions/auth/log-out.ts';
import { createHandler as createGetOwnUser } from '../../../functions/users/get-own-user.ts';
import { send } from '../../support/http.ts';
import { createIdentity, type Identity, signedInPerson } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';

let database: MemoryDatabase;
let identity: Identity;

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
});

const logOut = (fields: object) => send(createHandler(identity.signIns), { method: 'POST', ...fields });

describe('POST /v1/auth/logout', () => {
  it('answers 204, ends the session and takes the cookie away', async () => {
    const { refreshToken } = await signedInPerson(identity);

    const answer = await logOut({ cookies: [`polyclinic_refresh=${refreshToken}`] });

    expect(answer.status).toBe(204);
    expect(answer.cookies).toEqual([expect.stringContaining('Max-Age=0')]);
    await expect(identity.signIns.refresh(refreshToken)).rejects.toMatchObject({ code: 'INVALID_REFRESH_TOKEN' });
  });

  it('makes the access token worthless within five seconds, also where it was in use a moment ago', async () => {
    const { refreshToken, headers } = await signedInPerson(identity);
    const whoAmI = () => send(createGetOwnUser(identity.users, identity.stack), { headers });
    expect((await whoAmI()).status).toBe(200);

    await logOut({ json: { refreshToken } });

    identity.clock.advance(4);
    expect((await whoAmI()).status).toBe(401);
  });

  it('answers 204 again when the session has ended, and records its end once', async () => {
    const { refreshToken } = await signedInPerson(identity);
    await logOut({ json: { refreshToken } });

    const again = await logOut({ json: { refreshToken } });

    expect(again.status).toBe(204);
    expect(database.itemsOf('audit').filter(({ action }) => action === 'session.ended')).toHaveLength(1);
  });

  it.each([{}, { json: { refreshToken: 'nonsense' } }, { cookies: ['polyclinic_refresh=nonsense'] }])(
    'answers 204 where there is nothing to end: %p',
    async (fields) => {
      const answer = await logOut(fields);

      expect(answer.status).toBe(204);
    },
  );

  it('refuses the cookie from another site', async () => {
    const { refreshToken } = await signedInPerson(identity);

    const answer = await logOut({
      cookies: [`polyclinic_refresh=${refreshToken}`],
      headers: { 'sec-fetch-site': 'cross-site' },
    });

    expect(answer.status).toBe(403);
    expect((await identity.signIns.refresh(refreshToken)).tokenType).toBe('Bearer');
  });
});
