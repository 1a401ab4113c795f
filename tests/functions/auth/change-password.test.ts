import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/auth/change-password.ts';
import { createHandler as createRefresh } from '../../../functions/auth/refresh-session.ts';
import { createHandler as createGetOwnUser } from '../../../functions/users/get-own-user.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { signedIn } from '../../support/access/expectations.ts';
import { createTestCaller, createTestStack, invoke, send } from '../../support/http.ts';
import { createIdentity, type Identity, signedInPerson } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createCountingPasswords } from '../../support/sign-in.ts';

const email = 'ada@example.com';
const oldPassword = 'Correct-Horse-9';
const newPassword = 'Better-Battery-7';
const device = { userAgent: 'tests', address: '203.0.113.8' };

let database: MemoryDatabase;
let identity: Identity;
let handler: HttpHandler;
let counted: ReturnType<typeof createCountingPasswords>['counted'];
let person: Awaited<ReturnType<typeof signedInPerson>>;

beforeEach(async () => {
  const counting = createCountingPasswords();
  counted = counting.counted;
  database = createMemoryDatabase();
  identity = await createIdentity(database, counting);
  handler = createHandler(identity.passwordChanges, identity.stack);
  person = await signedInPerson(identity);
  counted.verified = 0;
});

const requestWith = (body: Record<string, unknown> = {}, headers: Record<string, string> = person.headers) => ({
  method: 'POST',
  path: '/v1/auth/change-password',
  headers,
  json: { currentPassword: oldPassword, newPassword, ...body },
});
const change = (body: Record<string, unknown> = {}, headers: Record<string, string> = person.headers) =>
  send(handler, requestWith(body, headers));
const allAtOnce = (many: number, bodyOf: (at: number) => Record<string, unknown>) =>
  Promise.all(Array.from({ length: many }, (_, at) => invoke(handler, requestWith(bodyOf(at)))));
const logIn = (password: string) => identity.signIns.logIn({ email, password }, device);
const refresh = (refreshToken: string) =>
  send(createRefresh(identity.signIns, createTestStack()), { method: 'POST', json: { refreshToken } });
const security = () => database.itemsOf('identity').find(({ sk }) => sk === 'SECURITY') ?? { pk: '', sk: '' };
const changes = () =>
  database.itemsOf('events').filter(({ event }) => (event as { type: string }).type === 'password.changed');

/** Does something in the moment before the transaction is sent, the first time. */
function justBeforeTheCommit(meddle: () => unknown): void {
  database.hooks.before = async (operation) => {
    if (operation !== 'transact') return;
    delete database.hooks.before;
    await meddle();
  };
}

describe('POST /v1/auth/change-password', () => {
  it('answers 204, and from then on the new password is the one', async () => {
    const answer = await change();

    expect(answer.status).toBe(204);
    expect(answer.text).toBe('');
    await expect(logIn(oldPassword)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(await logIn(newPassword)).toMatchObject({ user: { email } });
  });

  it('ends the other sessions and not the one that asks, which gets a new access token by its refresh token', async () => {
    const other = await logIn(oldPassword);
    if ('mfaRequired' in other) throw new Error('the person has a second factor');

    const whoAmI = createGetOwnUser(identity.users, identity.stack);

    await change();
    identity.clock.advance(3);

    const refreshed = await refresh(person.refreshToken);
    const { accessToken } = refreshed.json.data as { accessToken: string };
    expect((await refresh(other.refreshToken)).json.code).toBe('INVALID_REFRESH_TOKEN');
    expect((await send(whoAmI, { headers: person.headers })).json.code).toBe('INVALID_ACCESS_TOKEN');
    expect((await send(whoAmI, { headers: { authorization: `Bearer ${accessToken}` } })).status).toBe(200);
  });

  it('lets the new access token in at once, where the session was looked at a moment before', async () => {
    const whoAmI = createGetOwnUser(identity.users, identity.stack);
    await send(whoAmI, { headers: person.headers });

    await change();
    const refreshed = await refresh(person.refreshToken);

    const { accessToken } = refreshed.json.data as { accessToken: string };
    expect((await send(whoAmI, { headers: { authorization: `Bearer ${accessToken}` } })).status).toBe(200);
    expect((await send(whoAmI, { headers: person.headers })).json.code).toBe('INVALID_ACCESS_TOKEN');
  });

  it('tells the owner by mail and is on record, with neither of the passwords', async () => {
    await change();

    expect(changes()).toMatchObject([{ event: { data: { userId: person.user.id } } }]);
    expect(database.itemsOf('audit').at(-1)).toMatchObject({
      action: 'password.changed',
      actorId: person.user.id,
      outcome: 'success',
    });
    const kept = JSON.stringify([database.itemsOf('events'), database.itemsOf('audit')]);
    expect(kept).not.toContain(oldPassword);
    expect(kept).not.toContain(newPassword);
  });

  it('answers 422 to a wrong password, changes nothing, and has that on record', async () => {
    const answer = await change({ currentPassword: 'Wrong-Horse-9' });

    expect(answer.status).toBe(422);
    expect(answer.json.code).toBe('WRONG_PASSWORD');
    expect(changes()).toEqual([]);
    expect(database.itemsOf('audit').at(-1)).toMatchObject({ action: 'password.refused', outcome: 'failure' });
  });

  it('takes the current password as typed: a space at its end makes it another one', async () => {
    const answer = await change({ currentPassword: `${oldPassword} ` });

    expect(answer.json.code).toBe('WRONG_PASSWORD');
  });

  it('answers 422 to the current password once more', async () => {
    const answer = await change({ newPassword: oldPassword });

    expect(answer.status).toBe(422);
    expect(answer.json.code).toBe('SAME_PASSWORD');
    expect(changes()).toEqual([]);
  });

  it.each([
    ['a short one', 'Abcde1!'],
    ['a very common one', 'Password123'],
    ['one that holds the address', 'My-Ada@Example.com-1'],
  ])('refuses %s at the new password, and looks at no hash', async (_, password) => {
    const answer = await change({ newPassword: password });

    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path: 'newPassword' }] });
    expect(counted.verified).toBe(0);
  });

  it('looks at ten of a hundred wrong passwords at once, and answers 429 to the others', async () => {
    const answers = await allAtOnce(100, (at) => ({ currentPassword: `Wrong-Horse-${at}` }));

    const statuses = answers.map(({ status }) => status).sort();
    expect(counted.verified).toBe(10);
    expect(statuses).toEqual([...Array(10).fill(422), ...Array(90).fill(429)]);
  });

  it('lets the owner wait as well once the tries are spent, and says for how long', async () => {
    await allAtOnce(10, () => ({ currentPassword: 'Wrong-Horse-9' }));
    identity.clock.advance(60);

    const early = await change();
    identity.clock.advance(14 * 60);
    const { accessToken } = (await refresh(person.refreshToken)).json.data as { accessToken: string };
    const later = await change({}, { authorization: `Bearer ${accessToken}` });

    expect(early.status).toBe(429);
    expect(early.json.code).toBe('TOO_MANY_ATTEMPTS');
    expect(early.headers['retry-after']).toBe('840');
    expect(later.status).toBe(204);
  });

  it('answers 503 and looks at no hash when the tries cannot be counted', async () => {
    database.hooks.before = (operation) => {
      if (operation === 'write') throw new AnswerLost();
    };

    const answer = await change();

    expect(answer.status).toBe(503);
    expect(counted.verified).toBe(0);
  });

  it('makes one of ten changes at the same time', async () => {
    const answers = await allAtOnce(10, (at) => ({ newPassword: `Better-Battery-${at}` }));

    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(9).fill(422)]);
    expect(changes()).toHaveLength(1);
    expect(security()).toMatchObject({ tokenVersion: 2, sessionEpoch: 2 });
  });

  it('loses to a reset between its look and its write', async () => {
    justBeforeTheCommit(() => database.plant('identity', { ...security(), passwordHash: 'another' }));

    const answer = await change();

    expect(answer.json.code).toBe('WRONG_PASSWORD');
    expect(security()).toMatchObject({ passwordHash: 'another' });
  });

  it('does not bring back a session that ended since the request was let in', async () => {
    const item = database.itemsOf('identity').find(({ sk }) => sk.startsWith('SESSION#')) ?? { pk: '', sk: '' };
    justBeforeTheCommit(() => database.plant('identity', { ...item, epoch: 2 }));

    const answer = await change();

    expect(answer.status).toBe(401);
    expect(answer.json.code).toBe('INVALID_ACCESS_TOKEN');
    expect(changes()).toEqual([]);
  });

  it('does not bring back a session that was ended with all others just before', async () => {
    await send(createGetOwnUser(identity.users, identity.stack), { headers: person.headers });
    database.plant('identity', { ...security(), sessionEpoch: 2, tokenVersion: 2 });

    const answer = await change();

    expect(answer.status).toBe(401);
    expect(changes()).toEqual([]);
  });

  it('changes the password of a person whose session another issuer keeps', async () => {
    const { sessionId: _, ...caller } = createTestCaller({ userId: person.user.id });
    const stack = createTestStack({ caller });

    const answer = await send(createHandler(identity.passwordChanges, stack), requestWith());

    expect(answer.status).toBe(204);
  });

  it('does not change twice when the store loses its answer', async () => {
    let lost = 0;
    database.hooks.after = (operation) => {
      if (operation === 'transact' && lost++ === 0) throw new AnswerLost();
    };

    const answer = await change();

    expect(answer.status).toBe(204);
    expect(security()).toMatchObject({ sessionEpoch: 2 });
  });

  it('answers 401 to nobody, and 404 to a person who was deleted just now', async () => {
    const nobody = await change({}, {});
    await change({ currentPassword: 'Wrong-Horse-9' });
    database.plant('identity', { ...security(), status: 'deleted' });
    const deleted = await change();

    expect(nobody.status).toBe(401);
    expect(deleted.json.code).toBe('USER_NOT_FOUND');
  });

  it.each([{ currentPassword: '' }, { newPassword: 42 }, { password: 'x' }])('refuses %p with 400', async (body) => {
    const answer = await change(body);

    expect(answer.status).toBe(400);
  });

  it('makes one read, one count and one transaction beside the check of the session', async () => {
    await change({ currentPassword: 'Wrong-Horse-9' });
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    await change();

    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 1, transact: 1 });
  });
});

describeAccess(
  trigger,
  ({ identity, stack }) => createHandler(identity.passwordChanges, stack),
  signedIn(422, { currentPassword: 'Wrong-Horse-9', newPassword: 'Better-Battery-7' }),
);
