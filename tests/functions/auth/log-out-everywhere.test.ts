import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/auth/log-out-everywhere.ts';
import { createHandler as createGetOwnUser } from '../../../functions/users/get-own-user.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { signedIn } from '../../support/access/expectations.ts';
import { send } from '../../support/http.ts';
import { createIdentity, type Identity, signedInPerson } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';

let database: MemoryDatabase;
let identity: Identity;
let person: Awaited<ReturnType<typeof signedInPerson>>;

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
  person = await signedInPerson(identity);
});

const logOutEverywhere = (headers: Record<string, string> = person.headers) =>
  send(createHandler(identity.ownSessions, identity.stack), { method: 'POST', headers });
const whoAmI = (headers: Record<string, string>) => send(createGetOwnUser(identity.users, identity.stack), { headers });
const start = (sessionEpoch: number) =>
  identity.sessions.start(
    { userId: person.user.id, sessionEpoch },
    { userAgent: 'Phone/2.0', address: '198.51.100.9' },
  );

describe('POST /v1/auth/logout-all', () => {
  it('answers 204 and ends every session, the one that asks too, which is on record', async () => {
    const phone = await start(1);

    const answer = await logOutEverywhere();

    expect(answer.status).toBe(204);
    for (const token of [person.refreshToken, phone.refreshToken]) {
      await expect(identity.signIns.refresh(token)).rejects.toMatchObject({ code: 'INVALID_REFRESH_TOKEN' });
    }
    const security = database.itemsOf('identity').find(({ sk }) => sk === 'SECURITY');
    expect(security).toMatchObject({ sessionEpoch: 2, tokenVersion: 2 });
    expect(database.itemsOf('audit')).toContainEqual(
      expect.objectContaining({
        action: 'session.all-ended',
        actorId: person.user.id,
        subject: `users/${person.user.id}`,
        outcome: 'success',
      }),
    );
  });

  it('makes every access token worthless within five seconds, also where it was in use a moment ago', async () => {
    const { accessToken } = await identity.signIns.refresh((await start(1)).refreshToken);
    const phone = { authorization: `Bearer ${accessToken}` };
    expect((await whoAmI(phone)).status).toBe(200);

    await logOutEverywhere();

    identity.clock.advance(4);
    expect((await whoAmI(phone)).status).toBe(401);
    expect((await whoAmI(person.headers)).status).toBe(401);
  });

  it('ends a session as well that began with what was known before', async () => {
    await logOutEverywhere();

    const late = await start(1);

    await expect(identity.signIns.refresh(late.refreshToken)).rejects.toMatchObject({ code: 'INVALID_REFRESH_TOKEN' });
  });

  it('lets the person in again, and leaves others in', async () => {
    const eve = await signedInPerson(identity, { email: 'eve@example.com' });
    await logOutEverywhere();
    identity.clock.advance(4);

    const again = await identity.signIns.refresh((await start(2)).refreshToken);

    expect((await whoAmI({ authorization: `Bearer ${again.accessToken}` })).status).toBe(200);
    expect((await whoAmI(eve.headers)).status).toBe(200);
  });

  it('makes one transaction, however many sessions there are, beside what tells who calls', async () => {
    await whoAmI(person.headers);
    await Promise.all(Array.from({ length: 20 }, () => start(1)));
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    await logOutEverywhere();

    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 0, write: 0, transact: 1 });
  });

  it('answers 401 to nobody', async () => {
    const answer = await logOutEverywhere({});

    expect(answer.status).toBe(401);
  });
});

describeAccess(trigger, ({ identity, stack }) => createHandler(identity.ownSessions, stack), signedIn(204));
