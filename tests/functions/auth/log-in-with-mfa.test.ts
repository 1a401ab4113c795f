import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler as createLogInHandler } from '../../../functions/auth/log-in.ts';
import { createHandler, trigger } from '../../../functions/auth/log-in-with-mfa.ts';
import { AnswerLost, type Item } from '../../../lib/data/database.ts';
import { changeSecurity } from '../../../lib/domains/identity/users/security-repository.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { publicly, unknownToken } from '../../support/access/expectations.ts';
import { type Answer, createTestStack, invoke, type RequestFields, send } from '../../support/http.ts';
import { createIdentity, type Identity, registrationOf } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { callerOf, createPeople } from '../../support/people.ts';
import { codeOf, turnOnSecondFactor, wrongCodeFor } from '../../support/second-factor.ts';

let database: MemoryDatabase;
let identity: Identity;
let logInHandler: HttpHandler;
let handler: HttpHandler;
let userId: string;
let secret: string;
let recoveryCodes: readonly string[];

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
  logInHandler = createLogInHandler(identity.signIns, createTestStack());
  handler = createHandler(identity.signIns, createTestStack());
  ({ id: userId } = await identity.registrations.register(registrationOf()));
  await firstSignIn();
  ({ secret, recoveryCodes } = await turnOnSecondFactor(identity, userId));
  identity.clock.advance(30);
});

const admin = callerOf({ id: '019a0000-0000-7000-8000-00000000f001', roles: ['admin'] });
const credentials = { email: 'ada@example.com', password: 'Correct-Horse-9' };
const firstSignIn = () => send(logInHandler, { method: 'POST', json: credentials });
const firstStep = async (overrides: Record<string, unknown> = {}, fields: RequestFields = {}) => {
  const { json } = await send(logInHandler, { method: 'POST', json: { ...credentials, ...overrides }, ...fields });
  return (json.data as { mfaToken: string }).mfaToken;
};
const rightCode = () => codeOf(secret, identity.clock);
const request = (json: Record<string, unknown>, fields: RequestFields = {}): RequestFields => ({
  method: 'POST',
  json: { transport: 'body', ...json },
  ...fields,
});
const secondStep = (json: Record<string, unknown>, fields?: RequestFields) => send(handler, request(json, fields));
/** The device's id stands in bytes 17 to 32. */
const deviceIdOf = ({ deviceToken }: { deviceToken: string }) =>
  Buffer.from(deviceToken, 'base64url').toString('hex', 17, 33);
const tokensOf = (answer: Answer) => answer.json.data as { deviceToken: string; refreshToken: string };
const sessions = () => database.itemsOf('identity').filter(({ sk }) => sk.startsWith('SESSION#'));
const eventsOf = (type: string) =>
  database.itemsOf('events').flatMap(({ event }) => {
    const { type: found, data } = event as { type: string; data: unknown };
    return found === type ? [data] : [];
  });
const notices = () => eventsOf('session.started-on-new-device');

describe('POST /v1/auth/login/mfa', () => {
  it('answers as a sign-in does, with its tokens in cookies', async () => {
    const mfaToken = await firstStep();

    const answer = await send(handler, { method: 'POST', json: { mfaToken, code: rightCode() } });

    expect(answer.status).toBe(200);
    expect(answer.json.data).toEqual({
      outcome: 'signed_in',
      accessToken: expect.any(String),
      tokenType: 'Bearer',
      expiresIn: 900,
      user: expect.objectContaining({ id: userId, mfaEnabled: true }),
    });
    expect(answer.cookies).toEqual([
      expect.stringMatching(/^polyclinic_refresh=[\w-]{108}; /),
      expect.stringMatching(/^polyclinic_device=[\w-]{72}; /),
    ]);
  });

  it('answers with its tokens in the body to a client that asks for it', async () => {
    const answer = await secondStep({ mfaToken: await firstStep(), code: rightCode() });

    expect(answer.json.data).toMatchObject({ refreshToken: expect.any(String), deviceToken: expect.any(String) });
    expect(answer.cookies).toEqual([]);
  });

  it('takes a recovery code in place of one of the authenticator', async () => {
    const answer = await secondStep({ mfaToken: await firstStep(), code: recoveryCodes[0] });

    expect(answer.status).toBe(200);
  });

  it('tells the owner of each recovery code that was used, and of no other code', async () => {
    await secondStep({ mfaToken: await firstStep(), code: recoveryCodes[0] });
    await secondStep({ mfaToken: await firstStep(), code: recoveryCodes[0] });
    await secondStep({ mfaToken: await firstStep(), code: recoveryCodes[1] });
    await secondStep({ mfaToken: await firstStep(), code: rightCode() });

    expect(eventsOf('mfa.recovery-code-used')).toEqual([{ userId }, { userId }]);
  });

  it('keeps of the session where its first step came from, wherever the second one does', async () => {
    const mfaToken = await firstStep({}, { address: '198.51.100.20', headers: { 'user-agent': 'Phone/1.0' } });
    await secondStep({ mfaToken, code: rightCode() }, { headers: { 'user-agent': 'Stranger/1.0' } });

    expect(sessions()).toContainEqual(expect.objectContaining({ device: 'Phone/1.0', address: '198.51.100.20' }));
    expect(sessions().map(({ device }) => device)).not.toContain('Stranger/1.0');
  });

  it('refuses a wrong code, and takes the right one after it', async () => {
    const mfaToken = await firstStep();
    const wrong = await secondStep({ mfaToken, code: wrongCodeFor(secret, identity.clock) });
    const right = await secondStep({ mfaToken, code: rightCode() });

    expect([wrong.status, wrong.json.code]).toEqual([401, 'INVALID_CODE']);
    expect(right.status).toBe(200);
  });

  it('begins one session of twenty who bring the same code at once', async () => {
    const before = sessions().length;
    const fields = request({ mfaToken: await firstStep(), code: rightCode() });

    const answers = await Promise.all(Array.from({ length: 20 }, () => invoke(handler, fields)));

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.every(({ status }) => status === 200 || status === 401)).toBe(true);
    expect(sessions()).toHaveLength(before + 1);
  });

  it('knows a device by the token that its first step showed, and tells the owner of any other', async () => {
    const { deviceToken } = tokensOf(await secondStep({ mfaToken: await firstStep(), code: rightCode() }));
    const afterNew = notices().length;
    identity.clock.advance(30);
    const again = tokensOf(await secondStep({ mfaToken: await firstStep({ deviceToken }), code: rightCode() }));
    const afterKnown = notices().length;

    expect([afterNew, afterKnown]).toEqual([1, 1]);
    expect(deviceIdOf(again)).toBe(deviceIdOf({ deviceToken }));
  });

  it('takes a stranger for one, also when the second step shows a token of the owner’s', async () => {
    const own = tokensOf(await secondStep({ mfaToken: await firstStep(), code: rightCode() }));
    identity.clock.advance(30);
    const { deviceToken } = own;
    const stranger = tokensOf(await secondStep({ mfaToken: await firstStep(), code: rightCode(), deviceToken }));

    expect(notices()).toHaveLength(2);
    expect(deviceIdOf(stranger)).not.toBe(deviceIdOf(own));
  });

  it('takes a sign-in that began before origins and epochs were kept for a stranger’s, from where its second step comes', async () => {
    const { deviceToken } = tokensOf(await secondStep({ mfaToken: await firstStep(), code: rightCode() }));
    identity.clock.advance(30);
    const mfaToken = await firstStep({ deviceToken });
    const [challenge] = database.itemsOf('identity').filter(({ sk }) => sk === 'CHALLENGE');
    const { origin: _, sessionEpoch: __, ...before } = challenge as Item;
    database.plant('identity', before as Item);

    const fields = { address: '198.51.100.20', headers: { 'user-agent': 'Phone/1.0' } };
    const answer = await secondStep({ mfaToken, code: rightCode(), deviceToken }, fields);

    expect([answer.status, notices().length]).toEqual([200, 2]);
    expect(sessions()).toContainEqual(expect.objectContaining({ device: 'Phone/1.0', address: '198.51.100.20' }));
  });

  it('forgets failed passwords only once the code was right, too', async () => {
    const guess = () => send(logInHandler, { method: 'POST', json: { ...credentials, password: 'Wrong-Horse-9' } });
    for (let time = 0; time < 8; time++) await guess();
    const mfaToken = await firstStep();
    const tries = () => database.itemsOf('identity').find(({ pk }) => pk.startsWith('LOCKOUT#'))?.attempts;
    const afterFirstStep = tries();
    await secondStep({ mfaToken, code: rightCode() }, { address: '198.51.100.20' });

    expect([afterFirstStep, tries()]).toEqual([8, undefined]);
  });

  it.each([
    ['the password is reset', { set: { passwordChangedAt: '2026-03-08T09:31:00.000Z' }, add: { tokenVersion: 1 } }],
    ['the person is deleted', { set: { status: 'deleted' as const } }],
  ])('is refused when %s after the first step', async (_, change) => {
    const mfaToken = await firstStep();
    identity.clock.advance(30);
    await identity.commit([changeSecurity(userId, change)]);
    const before = sessions().length;

    const answer = await secondStep({ mfaToken, code: rightCode() });

    expect([answer.status, answer.json.code]).toEqual([401, 'INVALID_MFA_TOKEN']);
    expect(sessions()).toHaveLength(before);
  });

  it('is refused when the password is reset between the look at it and the answer of the first step', async () => {
    let changed = false;
    database.hooks.after = async (operation) => {
      if (operation !== 'batchGet' || changed) return;
      changed = true;
      identity.clock.advance(1);
      const passwordChangedAt = identity.clock().toISOString();
      await identity.commit([changeSecurity(userId, { set: { passwordChangedAt }, add: { tokenVersion: 1 } })]);
      identity.clock.advance(1);
    };
    const mfaToken = await firstStep();

    const answer = await secondStep({ mfaToken, code: rightCode() });

    expect([changed, answer.json.code]).toEqual([true, 'INVALID_MFA_TOKEN']);
  });

  it('looks again when the person changes while the session is stored', async () => {
    const mfaToken = await firstStep();
    database.hooks.before = async (operation, actions) => {
      if (operation !== 'transact' || !JSON.stringify(actions).includes('SESSION#')) return;
      delete database.hooks.before;
      await identity.commit([changeSecurity(userId, { set: { emailVerified: true } })]);
    };
    const before = sessions().length;

    const answer = await secondStep({ mfaToken, code: rightCode() });

    expect([answer.status, sessions().length]).toEqual([200, before + 1]);
    expect(answer.json.data).toMatchObject({ user: { id: userId } });
  });

  it.each([
    ['the person signs out everywhere', () => identity.ownSessions.endAll({ userId })],
    [
      'the account is deleted, and restored',
      async () => {
        const { deletions } = createPeople(database);
        await deletions.delete(admin, { userId });
        await deletions.restore(admin, userId);
      },
    ],
  ])('is over once %s, after the first step or during it', async (_, end) => {
    const early = await firstStep();
    database.hooks.before = async (operation, actions) => {
      if (operation !== 'transact' || !JSON.stringify(actions).includes('CHALLENGE#')) return;
      delete database.hooks.before;
      await end();
    };
    const late = await firstStep();

    const answers = [await secondStep({ mfaToken: early, code: rightCode() })];
    answers.push(await secondStep({ mfaToken: late, code: rightCode() }));

    expect(answers.map(({ json }) => json.code)).toEqual(['INVALID_MFA_TOKEN', 'INVALID_MFA_TOKEN']);
  });

  it('begins nothing when the password is reset while the session is stored', async () => {
    const mfaToken = await firstStep();
    database.hooks.before = async (operation, actions) => {
      if (operation !== 'transact' || !JSON.stringify(actions).includes('SESSION#')) return;
      delete database.hooks.before;
      identity.clock.advance(1);
      const passwordChangedAt = identity.clock().toISOString();
      await identity.commit([changeSecurity(userId, { set: { passwordChangedAt }, add: { sessionEpoch: 1 } })]);
    };
    const before = sessions().length;

    const answer = await secondStep({ mfaToken, code: rightCode() });

    expect([answer.status, answer.json.code]).toEqual([401, 'INVALID_MFA_TOKEN']);
    expect(sessions()).toHaveLength(before);
  });

  it('answers 429 while the person does not come to rest, and takes the same code after it', async () => {
    const mfaToken = await firstStep();
    const busy: NonNullable<typeof database.hooks.before> = async (operation, actions) => {
      if (operation !== 'transact' || !JSON.stringify(actions).includes('SESSION#')) return;
      database.hooks.before = undefined;
      await identity.commit([changeSecurity(userId, { add: { tokenVersion: 1 } })]);
      database.hooks.before = busy;
    };
    database.hooks.before = busy;
    const disturbed = await secondStep({ mfaToken, code: rightCode() });
    database.hooks.before = undefined;
    const again = await secondStep({ mfaToken, code: rightCode() });

    expect([disturbed.status, disturbed.json.code, disturbed.headers['retry-after']]).toEqual([
      429,
      'TOO_MANY_ATTEMPTS',
      '1',
    ]);
    expect(again.status).toBe(200);
  });

  it.each([
    ['code of the moment', () => rightCode()],
    ['recovery code', () => recoveryCodes[0]],
  ])('reads the person afresh, and stores session, %s and token in one transaction', async (_, code) => {
    const mfaToken = await firstStep();
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    await secondStep({ mfaToken, code: code() });

    // The token, its count, what the code is judged by, the account's count; then the person, and the session.
    expect(database.calls).toEqual({ get: 2, batchGet: 1, query: 0, write: 2, transact: 1 });
  });

  it('answers 503 and begins nothing while tries cannot be counted', async () => {
    const mfaToken = await firstStep();
    const before = sessions().length;
    database.hooks.before = (operation) => {
      if (operation === 'write') throw new AnswerLost();
    };

    const answer = await secondStep({ mfaToken, code: rightCode() });

    expect(answer.status).toBe(503);
    expect(sessions()).toHaveLength(before);
  });

  it.each([{ mfaToken: '' }, { code: '' }, { code: 'A'.repeat(65) }, { transport: 'header' }, { password: 'x' }])(
    'refuses %p with 400',
    async (overrides) => {
      const answer = await secondStep({ mfaToken: 'A'.repeat(43), code: '123456', ...overrides });

      expect(answer.status).toBe(400);
    },
  );

  it('refuses a token that was never handed out', async () => {
    const answer = await secondStep({ mfaToken: 'A'.repeat(43), code: '123456' });

    expect([answer.status, answer.json.code]).toEqual([401, 'INVALID_MFA_TOKEN']);
  });
});

describeAccess(
  trigger,
  ({ identity, stack }) => createHandler(identity.signIns, stack),
  publicly(401, { json: { mfaToken: unknownToken, code: '000000' } }),
);
