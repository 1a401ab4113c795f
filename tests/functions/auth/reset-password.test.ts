import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler as createRefresh } from '../../../functions/auth/refresh-session.ts';
import { createHandler, trigger } from '../../../functions/auth/reset-password.ts';
import { createHandler as createGetOwnUser } from '../../../functions/users/get-own-user.ts';
import { type Action, AnswerLost } from '../../../lib/data/database.ts';
import { personName } from '../../../lib/domains/identity/users/schema.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { actorPassword, publicly, unknownToken } from '../../support/access/expectations.ts';
import { createTestStack, invoke, send } from '../../support/http.ts';
import { createIdentity, type Identity, lastTokenId, registrationOf, signedInPerson } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createPeople } from '../../support/people.ts';
import { turnOnSecondFactor } from '../../support/second-factor.ts';

const email = 'ada@example.com';
const oldPassword = 'Correct-Horse-9';
const newPassword = 'Better-Battery-7';

let database: MemoryDatabase;
let identity: Identity;
let handler: HttpHandler;
let person: Awaited<ReturnType<typeof signedInPerson>>;
let userId: string;
let token: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
  handler = createHandler(identity.passwordResets, createTestStack());
  person = await signedInPerson(identity);
  userId = person.user.id;
  token = await forgot();
});

/** Asks for a token as the mail would carry it. */
async function forgot(address = email): Promise<string> {
  await identity.passwordResetRequests.request(address);
  return identity.oneTimeTokens.tokenOf('reset-password', lastTokenId(database));
}

/** Invites the person as if nobody had chosen a password for the account yet, or signed in to it. */
async function invite(): Promise<string> {
  const { passwordHash: _, hasSessions: __, ...security } = securityItem();
  database.plant('identity', { ...security, signedInBefore: false });
  const owner = { userId };
  return identity.issueOneTimeToken({ purpose: 'invitation', owner, life: 604_800_000 });
}

const requestWith = (shown: string, password: string) => ({ method: 'POST', json: { token: shown, password } });
const reset = (shown = token, password = newPassword) => send(handler, requestWith(shown, password));
const logIn = (password: string) =>
  identity.signIns.logIn({ email, password }, { userAgent: 'tests', address: '203.0.113.8' });
const item = (sk: string) => database.itemsOf('identity').find((each) => each.sk === sk) ?? { pk: '', sk: '' };
const securityItem = () =>
  item('SECURITY') as ReturnType<typeof item> & { passwordHash?: string; hasSessions?: boolean };
const eventTypes = () => database.itemsOf('events').map(({ event }) => (event as { type: string }).type);
const auditActions = () => database.itemsOf('audit').map(({ action }) => action);

/** Has the person have shown long ago that the address is theirs. */
function verify(): void {
  for (const sk of ['PERSON', 'SECURITY']) database.plant('identity', { ...item(sk), emailVerified: true });
}

/** Does something in the moment before the transaction is sent, the first time. */
function justBeforeTheCommit(meddle: () => unknown): void {
  database.hooks.before = async (operation) => {
    if (operation !== 'transact') return;
    delete database.hooks.before;
    await meddle();
  };
}

describe('POST /v1/auth/reset-password', () => {
  it('answers 204, and from then on the new password is the one', async () => {
    const answer = await reset();

    expect(answer.status).toBe(204);
    expect(answer.text).toBe('');
    await expect(logIn(oldPassword)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(await logIn(newPassword)).toMatchObject({ user: { id: userId } });
  });

  it('ends every session and its access token', async () => {
    const refresh = createRefresh(identity.signIns, createTestStack());
    const whoAmI = createGetOwnUser(identity.users, identity.stack);

    await reset();
    identity.clock.advance(3);

    expect((await send(whoAmI, { headers: person.headers })).json.code).toBe('INVALID_ACCESS_TOKEN');
    const refreshed = await send(refresh, { method: 'POST', json: { refreshToken: person.refreshToken } });
    expect(refreshed.json.code).toBe('INVALID_REFRESH_TOKEN');
  });

  it('tells the owner by mail and is on record, with neither the password nor the token', async () => {
    await reset();

    expect(eventTypes().slice(-2)).toEqual(['password.changed', 'session.ended']);
    expect(database.itemsOf('audit').at(-1)).toMatchObject({
      action: 'password.reset',
      actorId: userId,
      subject: `users/${userId}`,
      outcome: 'success',
    });
    const kept = JSON.stringify([database.itemsOf('events'), database.itemsOf('audit')]);
    expect(kept).not.toContain(newPassword);
    expect(kept).not.toContain(token);
  });

  it('takes a token once', async () => {
    await reset();

    const again = await reset(token, 'Another-Battery-8');

    expect(again.status).toBe(400);
    expect(again.json.code).toBe('INVALID_TOKEN');
    expect(await logIn(newPassword)).toMatchObject({ user: { id: userId } });
  });

  it('takes a token once also when twenty show it at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => invoke(handler, requestWith(token, `Better-Battery-${at}`))),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(19).fill(400)]);
    expect(eventTypes().filter((type) => type === 'password.changed')).toHaveLength(1);
    expect(securityItem()).toMatchObject({ tokenVersion: 2, sessionEpoch: 2, unlocks: 1 });
  });

  it('takes the newer of two different tokens that are shown at the same time', async () => {
    const tokens = [await forgot(), token];

    const answers = await Promise.all(tokens.map((shown) => invoke(handler, requestWith(shown, newPassword))));

    expect(answers.map(({ status }) => status)).toEqual([204, 400]);
    expect(securityItem()).toMatchObject({ sessionEpoch: 2 });
  });

  it('refuses every token from before, and takes one from after', async () => {
    const second = await forgot();

    const superseded = await reset();
    await reset(second);
    const used = await reset(second, 'Another-Battery-8');
    identity.clock.advance(1);
    const fresh = await reset(await forgot(), 'Another-Battery-8');

    expect([superseded.json.code, used.json.code]).toEqual(['INVALID_TOKEN', 'INVALID_TOKEN']);
    expect(fresh.status).toBe(204);
  });

  it('forgets the failed sign-ins, and that the account showed as locked', async () => {
    database.plant('identity', { ...item('PERSON'), lockedUntil: '2026-03-08T10:00:00.000Z' });

    await reset();

    expect(item('PERSON')).not.toHaveProperty('lockedUntil');
    expect(securityItem()).toMatchObject({ unlocks: 1 });
  });

  it('refuses a token after an hour', async () => {
    identity.clock.advance(60 * 60);

    const answer = await reset();

    expect(answer.json.code).toBe('INVALID_TOKEN');
  });

  it('refuses a token of an address that nobody has', async () => {
    const answer = await reset(await forgot('eve@example.com'));

    expect(answer.json.code).toBe('INVALID_TOKEN');
  });

  it.each(['verify-email', 'change-email'] as const)('refuses what is a token to %s', async (purpose) => {
    const other = await identity.issueOneTimeToken({ purpose, owner: { userId }, life: 60_000 });

    const answer = await reset(other);

    expect(answer.json.code).toBe('INVALID_TOKEN');
  });

  it('refuses the token of a person who is deleted', async () => {
    database.plant('identity', { ...securityItem(), status: 'deleted' });

    const answer = await reset();

    expect(answer.json.code).toBe('INVALID_TOKEN');
  });

  it.each([
    [
      'password',
      () =>
        identity.passwordChanges.change(
          { userId, sessionId: undefined },
          { currentPassword: oldPassword, newPassword: 'Worse-Battery-3' },
        ),
    ],
    ['deletion', () => database.plant('identity', { ...securityItem(), status: 'deleted' })],
  ])('loses to a change of the %s between its look and its write', async (_, change) => {
    verify();
    justBeforeTheCommit(change);

    const answer = await reset();

    expect(answer.json.code).toBe('INVALID_TOKEN');
    expect(auditActions()).not.toContain('password.reset');
  });

  it('loses to a change of the address between its look and its write', async () => {
    const claim = item('EMAIL');
    justBeforeTheCommit(() => {
      const { version } = item('PERSON') as unknown as { version: number };
      database.plant('identity', { ...item('PERSON'), email: 'new@example.com', version: version + 1 });
      database.plant('identity', { ...claim, userId: '019a0000-0000-7000-8000-0000000000ff' });
    });

    const answer = await reset();

    expect(answer.json.code).toBe('INVALID_TOKEN');
    expect(await logIn(newPassword).catch(({ code }) => code)).toBe('INVALID_CREDENTIALS');
  });

  it('refuses the token of an address that the person has given up', async () => {
    database.plant('identity', { ...item('PERSON'), email: 'new@example.com' });

    const answer = await reset();

    expect(answer.json.code).toBe('INVALID_TOKEN');
  });

  it('goes through when the account changes meanwhile in a way that is no matter', async () => {
    verify();
    justBeforeTheCommit(() => {
      const { version } = item('PERSON') as unknown as { version: number };
      database.plant('identity', { ...item('PERSON'), name: 'Ada King', version: version + 1 });
    });

    const answer = await reset();

    expect(answer.status).toBe(204);
    expect(item('PERSON')).toMatchObject({ name: 'Ada King' });
  });

  it('does not lose the token when the store loses its answer', async () => {
    let lost = 0;
    database.hooks.after = (operation) => {
      if (operation === 'transact' && lost++ === 0) throw new AnswerLost();
    };

    const answer = await reset();

    expect(answer.status).toBe(204);
    expect(securityItem()).toMatchObject({ sessionEpoch: 2 });
  });

  it.each([
    ['a short one', 'Abcde1!'],
    ['a very common one', 'Password123'],
    ['one that holds the address', 'My-Ada@Example.com-1'],
  ])('refuses %s at the password, and leaves the token good', async (_, password) => {
    const answer = await reset(token, password);

    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path: 'password' }] });
    expect((await reset()).status).toBe(204);
  });

  it.each(['', 'x', 'A'.repeat(513), '../../etc/passwd'])('refuses the token %p with 400', async (shown) => {
    const answer = await reset(shown);

    expect(answer.status).toBe(400);
  });

  it('makes three reads and one transaction', async () => {
    verify();
    const sizes: number[] = [];
    database.hooks.before = (operation, request) => {
      if (operation === 'transact') sizes.push((request as Action[]).length);
    };
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    await reset();

    // The token and its link, the person's three other links, the person, the security item, two events, the audit entry.
    expect(database.calls).toEqual({ get: 1, batchGet: 2, query: 0, write: 0, transact: 1 });
    expect(sizes).toEqual([10]);
  });
});

describe('POST /v1/auth/reset-password of an address that was never verified', () => {
  const preferences = { channels: { email: false, websocket: false }, quietHours: null, locale: 'de' } as const;
  const people = () => createPeople(database);
  const hasItem = (prefix: string) => database.itemsOf('identity').some(({ sk }) => sk.startsWith(prefix));

  it('verifies it, and has the person welcomed and told of the password', async () => {
    await reset();

    expect(item('PERSON')).toMatchObject({ emailVerified: true });
    expect(securityItem()).toMatchObject({ emailVerified: true });
    expect(eventTypes().slice(-3)).toEqual(['user.verified', 'password.changed', 'session.ended']);
    expect(auditActions().slice(-2)).toEqual(['user.verified', 'password.reset']);
  });

  it('leaves nothing of whoever registered with it', async () => {
    await people().preferences.set({ userId }, preferences);
    await turnOnSecondFactor(identity, userId);

    const answer = await reset();

    expect(answer.status).toBe(204);
    expect(await identity.users.get(userId)).toMatchObject({ name: 'ada', mfaEnabled: false });
    expect(item('PERSON')).not.toHaveProperty('dateOfBirth');
    expect(securityItem()).toMatchObject({ mfaEnabled: false, signedInBefore: false, sessionEpoch: 2 });
    expect(['PREFERENCES', 'SECOND-FACTOR', 'RECOVERY-CODE'].filter(hasItem)).toEqual([]);
    expect(await logIn(newPassword)).toMatchObject({ user: { id: userId, name: 'ada' } });
  });

  it('ends a change of the address that was asked for', async () => {
    await identity.emailChanges.request({ userId }, { email: 'eve@example.com', password: oldPassword });
    const change = await identity.oneTimeTokens.tokenOf('change-email', lastTokenId(database));

    await reset();

    await expect(identity.emailChanges.confirm(change)).rejects.toMatchObject({ code: 'INVALID_TOKEN' });
  });

  it('clears what is set between its look and its write', async () => {
    justBeforeTheCommit(() => turnOnSecondFactor(identity, userId));

    const answer = await reset();

    expect(answer.status).toBe(204);
    expect(securityItem()).toMatchObject({ mfaEnabled: false });
    expect(['SECOND-FACTOR', 'RECOVERY-CODE'].filter(hasItem)).toEqual([]);
  });

  it('leaves everything to a person whose address is verified', async () => {
    verify();
    await people().preferences.set({ userId }, preferences);
    await turnOnSecondFactor(identity, userId);

    await reset();

    expect(item('PERSON')).toMatchObject({ name: 'Ada Lovelace', dateOfBirth: '1990-12-10', mfaEnabled: true });
    expect(['PREFERENCES', 'SECOND-FACTOR', 'RECOVERY-CODE'].filter(hasItem)).toHaveLength(3);
    expect(eventTypes()).not.toContain('user.verified');
  });

  it.each([
    ['a@example.com', 'a@example.com'],
    ['jo@example.com', 'jo'],
    [`${'x'.repeat(64)}@example.com`, 'x'.repeat(50)],
    [`y@${'z'.repeat(60)}.example.com`, `y@${'z'.repeat(48)}`],
  ])('makes of %s a name as names are', async (address, name) => {
    const { id } = await identity.registrations.register(registrationOf({ email: address }));

    const answer = await reset(await forgot(address));

    expect(answer.status).toBe(204);
    expect((await identity.users.get(id)).name).toBe(name);
    expect(personName().parse(name)).toBe(name);
  });
});

describe('POST /v1/auth/reset-password with an invitation', () => {
  it('sets the first password, and the address counts as verified', async () => {
    const answer = await reset(await invite());

    expect(answer.status).toBe(204);
    expect(item('PERSON')).toMatchObject({ emailVerified: true });
    expect(securityItem()).toMatchObject({ emailVerified: true, passwordChangedAt: '2026-03-08T09:30:00.000Z' });
    expect(await logIn(newPassword)).toMatchObject({ user: { id: userId, emailVerified: true } });
  });

  it('has the person welcomed, and not told of a changed password', async () => {
    await reset(await invite());

    expect(eventTypes().at(-1)).toBe('user.verified');
    expect(eventTypes()).not.toContain('password.changed');
    expect(auditActions().at(-1)).toBe('user.invitation-accepted');
  });

  it('takes an invitation once also when twenty accept it at the same time', async () => {
    const invitation = await invite();

    const answers = await Promise.all(
      Array.from({ length: 20 }, () => invoke(handler, requestWith(invitation, newPassword))),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(19).fill(400)]);
    expect(eventTypes().filter((type) => type === 'user.verified')).toHaveLength(1);
  });

  it('leaves what an admin has entered, also where the first password comes by a reset', async () => {
    await invite();

    const answer = await reset(await forgot());

    expect(answer.status).toBe(204);
    expect(item('PERSON')).toMatchObject({ name: 'Ada Lovelace', dateOfBirth: '1990-12-10', emailVerified: true });
    expect(eventTypes().at(-1)).toBe('user.verified');
    expect(eventTypes()).not.toContain('password.changed');
    expect(auditActions().slice(-2)).toEqual(['user.verified', 'password.reset']);
  });

  it('refuses an invitation once the person has chosen a password by another way', async () => {
    const invitation = await invite();
    await reset(await forgot());

    const answer = await reset(invitation);

    expect(answer.json.code).toBe('INVALID_TOKEN');
  });

  it('makes two reads and one transaction', async () => {
    const invitation = await invite();
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    await reset(invitation);

    expect(database.calls).toEqual({ get: 0, batchGet: 2, query: 0, write: 0, transact: 1 });
  });
});

describeAccess(
  trigger,
  ({ identity, stack }) => createHandler(identity.passwordResets, stack),
  publicly(400, { json: { token: unknownToken, password: actorPassword } }),
);
