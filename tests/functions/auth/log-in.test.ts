import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/auth/log-in.ts';
import { changeSecurity } from '../../../lib/domains/identity/users/security-repository.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { actorPassword, publicly } from '../../support/access/expectations.ts';
import { createTestStack, send } from '../../support/http.ts';
import { createIdentity, type Identity, registrationOf } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { turnOnSecondFactor } from '../../support/second-factor.ts';

let database: MemoryDatabase;
let identity: Identity;
let handler: HttpHandler;
let userId: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
  handler = createHandler(identity.signIns, createTestStack());
  ({ id: userId } = await identity.registrations.register(registrationOf()));
});

const logIn = (overrides: Record<string, unknown> = {}) =>
  send(handler, {
    method: 'POST',
    headers: { 'user-agent': 'Browser/1.0' },
    json: { email: 'ada@example.com', password: 'Correct-Horse-9', ...overrides },
  });

const sessions = () => database.itemsOf('identity').filter(({ sk }) => sk.startsWith('SESSION#'));

describe('POST /v1/auth/login', () => {
  it('answers with tokens and the person; the refresh token stands in a cookie that scripts cannot read', async () => {
    const answer = await logIn({ email: 'ADA@example.com' });

    expect(answer.status).toBe(200);
    expect(answer.json.data).toMatchObject({ tokenType: 'Bearer', expiresIn: 900, user: { email: 'ada@example.com' } });
    expect(answer.json.data).not.toHaveProperty('refreshToken');
    expect(answer.json.data).not.toHaveProperty('deviceToken');
    expect(answer.cookies).toEqual([
      expect.stringMatching(
        /^polyclinic_refresh=[\w-]{108}; Path=\/v1\/auth; Max-Age=2592000; HttpOnly; Secure; SameSite=Strict$/,
      ),
      expect.stringMatching(
        /^polyclinic_device=[\w-]{72}; Path=\/v1\/auth; Max-Age=31536000; HttpOnly; Secure; SameSite=Strict$/,
      ),
    ]);
    expect(answer.text).not.toMatch(/argon2|passwordHash/);
  });

  it('answers with its tokens in the body, and no cookie, to a client that asks for it', async () => {
    const answer = await logIn({ transport: 'body' });

    expect(answer.json.data).toMatchObject({
      refreshToken: expect.stringMatching(/^[\w-]{108}$/),
      deviceToken: expect.stringMatching(/^[\w-]{72}$/),
    });
    expect(answer.cookies).toEqual([]);
  });

  it('takes half of a surrogate pair for a wrong password', async () => {
    const answer = await logIn({ password: 'Correct-Horse-9\ud83d' });

    expect([answer.status, answer.json.code]).toEqual([401, 'INVALID_CREDENTIALS']);
  });

  it('keeps of the session where it began, and of its token a hash alone', async () => {
    const answer = await logIn({ transport: 'body' });

    const { refreshToken } = answer.json.data as { refreshToken: string };
    const session = database.itemsOf('identity').find(({ sk }) => sk.startsWith('SESSION#'));
    expect(session).toMatchObject({ device: 'Browser/1.0', address: '203.0.113.7', previousTokens: [] });
    expect(JSON.stringify([session, database.itemsOf('audit')])).not.toContain(refreshToken);
  });

  it('answers an unknown address and a wrong password alike', async () => {
    const [unknown, wrong] = [await logIn({ email: 'eve@example.com' }), await logIn({ password: 'Wrong-Horse-9' })];

    const { requestId: _u, timestamp: _t, ...unknownBody } = unknown.json;
    const { requestId: _w, timestamp: _s, ...wrongBody } = wrong.json;
    expect(unknown.status).toBe(401);
    expect(unknownBody).toEqual(wrongBody);
    expect(unknownBody.code).toBe('INVALID_CREDENTIALS');
    expect(sessions()).toEqual([]);
  });

  it('takes the password as typed: spaces around it make it another one', async () => {
    const answer = await logIn({ password: ' Correct-Horse-9 ' });

    expect(answer.status).toBe(401);
  });

  it('makes as many reads for an unknown address as for a known one', async () => {
    const readsOf = async (overrides: Record<string, unknown>) => {
      Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });
      await logIn(overrides);
      return { ...database.calls };
    };

    expect(await readsOf({ email: 'eve@example.com' })).toEqual(await readsOf({ password: 'Wrong-Horse-9' }));
  });

  it('makes two reads, one count of the try and one transaction', async () => {
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    await logIn();

    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 1, transact: 1 });
  });

  it.each([
    ['a person who is locked', 'locked'],
    ['a person who is deleted', 'deleted'],
  ])('refuses %s like a wrong password', async (_, status) => {
    const security = database.itemsOf('identity').find(({ sk }) => sk === 'SECURITY');
    if (security) database.plant('identity', { ...security, status });

    const answer = await logIn();

    expect(answer.json.code).toBe('INVALID_CREDENTIALS');
  });

  it('refuses somebody who was invited and has chosen no password yet, like a wrong password', async () => {
    await identity.commit([changeSecurity(userId, { remove: ['passwordHash'] })]);

    const answer = await logIn();

    expect(answer.json.code).toBe('INVALID_CREDENTIALS');
    expect(sessions()).toEqual([]);
  });

  it('lets somebody in whose address is not verified yet', async () => {
    const answer = await logIn();

    expect(answer.json.data).toMatchObject({ user: { emailVerified: false } });
  });

  it('puts a failure on record with whom it was about and from where', async () => {
    await logIn({ password: 'Wrong-Horse-9' });

    expect(database.itemsOf('audit').find(({ action }) => action === 'session.refused')).toMatchObject({
      subject: `users/${userId}`,
      outcome: 'failure',
      address: '203.0.113.7',
      details: { code: 'INVALID_CREDENTIALS' },
    });
  });

  it('asks for a code where the person has a second factor, and begins no session', async () => {
    await turnOnSecondFactor(identity, userId);

    const answer = await logIn();

    expect(answer.status).toBe(200);
    expect(answer.json.data).toEqual({
      outcome: 'second_step_required',
      mfaRequired: true,
      mfaToken: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(answer.cookies).toEqual([]);
    expect(sessions()).toEqual([]);
  });

  it('does not tell who has a second factor to somebody without the password', async () => {
    const without = await logIn({ password: 'Wrong-Horse-9' });
    await turnOnSecondFactor(identity, userId);
    const withOne = await logIn({ password: 'Wrong-Horse-9' });

    expect(withOne.json).toMatchObject({ status: without.json.status, detail: without.json.detail });
  });

  it.each([
    { transport: 'header' },
    { password: '' },
    { password: 'A'.repeat(1_025) },
    { deviceToken: 'A'.repeat(513) },
    { otp: '1' },
  ])('refuses %p with 400', async (overrides) => {
    const answer = await logIn(overrides);

    expect(answer.status).toBe(400);
  });
});

describeAccess(
  trigger,
  ({ identity, stack }) => createHandler(identity.signIns, stack),
  publicly(401, { json: { email: 'nobody@example.com', password: actorPassword } }),
);
