import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/auth/revoke-session.ts';
import { createHandler as createGetOwnUser } from '../../../functions/users/get-own-user.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { newId } from '../../../lib/ids.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { invoke, send } from '../../support/http.ts';
import { createIdentity, type Identity, signedInPerson } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';

const device = { userAgent: 'Phone/2.0', address: '198.51.100.9' };

let database: MemoryDatabase;
let identity: Identity;
let handler: HttpHandler;
let person: Awaited<ReturnType<typeof signedInPerson>>;
let phone: Awaited<ReturnType<Identity['sessions']['start']>>;

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
  handler = createHandler(identity.ownSessions, identity.stack);
  person = await signedInPerson(identity);
  phone = await identity.sessions.start({ userId: person.user.id, sessionEpoch: 1 }, device);
});

const requestFor = (sessionId: string, { headers } = person) => ({ method: 'DELETE', params: { sessionId }, headers });
const revoke = (sessionId: string, by = person) => send(handler, requestFor(sessionId, by));
const whoAmI = (headers: Record<string, string>) => send(createGetOwnUser(identity.users, identity.stack), { headers });
const auditOf = (action: string) => database.itemsOf('audit').filter((entry) => entry.action === action);

describe('DELETE /v1/auth/sessions/{sessionId}', () => {
  it('answers 204 and ends the session, which is on record', async () => {
    const answer = await revoke(phone.sessionId);

    expect(answer.status).toBe(204);
    expect(answer.text).toBe('');
    await expect(identity.sessions.refresh(phone.refreshToken, async (continued) => continued)).rejects.toMatchObject({
      code: 'INVALID_REFRESH_TOKEN',
    });
    expect(auditOf('session.revoked')).toEqual([
      expect.objectContaining({
        actorId: person.user.id,
        subject: `users/${person.user.id}`,
        outcome: 'success',
        details: { sessionId: phone.sessionId },
      }),
    ]);
  });

  it('ends a session by its id in capitals', async () => {
    const answer = await revoke(phone.sessionId.toUpperCase());

    expect(answer.status).toBe(204);
    expect(auditOf('session.revoked')).toMatchObject([{ details: { sessionId: phone.sessionId } }]);
  });

  it('makes its access token worthless within three seconds, also where it was in use a moment ago', async () => {
    const { accessToken } = await identity.signIns.refresh(phone.refreshToken);
    const headers = { authorization: `Bearer ${accessToken}` };
    expect((await whoAmI(headers)).status).toBe(200);

    await revoke(phone.sessionId);

    identity.clock.advance(3);
    expect((await whoAmI(headers)).status).toBe(401);
    expect((await whoAmI(person.headers)).status).toBe(200);
  });

  it('ends the session that asks as well', async () => {
    const sessions = await identity.sessionListing.list({ userId: person.user.id });
    const own = sessions.find(({ id }) => id !== phone.sessionId);

    const answer = await revoke(own?.id ?? '');

    expect(answer.status).toBe(204);
    await expect(identity.signIns.refresh(person.refreshToken)).rejects.toMatchObject({
      code: 'INVALID_REFRESH_TOKEN',
    });
  });

  it("answers to another person's session as to one that never was, and leaves it alone", async () => {
    const eve = await signedInPerson(identity, { email: 'eve@example.com' });

    const [theirs, none] = [await revoke(phone.sessionId, eve), await revoke(newId(), eve)];

    const bodyOf = ({ json: { requestId: _r, timestamp: _t, instance: _i, ...body } }: typeof theirs) => body;
    expect([theirs.status, theirs.json.code]).toEqual([404, 'SESSION_NOT_FOUND']);
    expect(bodyOf(theirs)).toEqual(bodyOf(none));
    expect((await identity.sessions.refresh(phone.refreshToken, async (continued) => continued)).sessionId).toBe(
      phone.sessionId,
    );
  });

  it('ends it once when ten revoke it at the same time', async () => {
    const fields = () => requestFor(phone.sessionId);

    const answers = await Promise.all(Array.from({ length: 10 }, () => invoke(handler, fields())));

    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(9).fill(404)]);
    expect(auditOf('session.revoked')).toHaveLength(1);
  });

  it.each(['x', '019a0000-0000-7000-8000-00000000', 'SECURITY'])('refuses the id %p with 400', async (sessionId) => {
    const answer = await revoke(sessionId);

    expect(answer.status).toBe(400);
  });

  it('makes one transaction, beside what tells who calls', async () => {
    await whoAmI(person.headers);
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    await revoke(phone.sessionId);

    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 0, write: 0, transact: 1 });
  });

  it('answers 401 to nobody', async () => {
    const answer = await send(handler, { ...requestFor(phone.sessionId), headers: {} });

    expect(answer.status).toBe(401);
  });
});

describeAccess(trigger, ({ identity, stack }) => createHandler(identity.ownSessions, stack), {
  target: 'session',
  statuses: {
    anonymous: 401,
    user: [204, 404, 404, 404, 404],
    otherUser: [204, 404, 404, 404, 404],
    doctor: [204, 404, 404, 404, 404],
    staff: [204, 404, 404, 404, 404],
    admin: [204, 404, 404, 404, 404],
    scopedKey: 403,
    unscopedKey: 403,
  },
});
