import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler as createChangePassword } from '../../../functions/auth/change-password.ts';
import { createHandler as createLogOut } from '../../../functions/auth/log-out.ts';
import { createHandler as createLogOutEverywhere } from '../../../functions/auth/log-out-everywhere.ts';
import { createHandler as createRevoke } from '../../../functions/auth/revoke-session.ts';
import { createHandler as createDeleteOwnUser } from '../../../functions/users/delete-own-user.ts';
import { createHandler as createDeleteUser } from '../../../functions/users/delete-user.ts';
import { createHandler as createRemoveSecondFactor } from '../../../functions/users/remove-second-factor.ts';
import { createHandler as createRestoreUser } from '../../../functions/users/restore-user.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { createTestStack, invoke, type RequestFields, send } from '../../support/http.ts';
import {
  createIdentity,
  type Identity,
  registrationOf,
  signedInPerson,
  signedInSession,
} from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { auditOf, callerOf, createPeople, type People, resetCalls, stackOf } from '../../support/people.ts';
import { turnOnSecondFactor } from '../../support/second-factor.ts';
import { replaySessions, sessionsTold } from '../../support/session-ledger.ts';

type SignedIn = Awaited<ReturnType<typeof signedInSession>>;

const { email, password } = registrationOf();
const newPassword = 'Better-Battery-7';

let database: MemoryDatabase;
let identity: Identity;
let people: People;
let admin: Parameters<typeof callerOf>[0];
let userId: string;
let laptop: SignedIn;
let phone: SignedIn;

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
  people = createPeople(database);
  admin = await people.enrol({ roles: ['admin'] });
  const person = await signedInPerson(identity);
  userId = person.user.id;
  laptop = person;
  phone = await signedInSession(identity);
});

const post = (handler: HttpHandler, { headers }: Pick<SignedIn, 'headers'>, json?: object) =>
  invoke(handler, { method: 'POST', headers, ...(json && { json }) });
const logOutEverywhere = (by: SignedIn) => post(createLogOutEverywhere(identity.ownSessions, identity.stack), by);
const logOut = ({ refreshToken }: SignedIn) =>
  invoke(createLogOut(identity.signOut, createTestStack()), { method: 'POST', json: { refreshToken } });
const changePassword = (by: SignedIn, currentPassword = password) =>
  post(createChangePassword(identity.passwordChanges, identity.stack), by, { currentPassword, newPassword });
const revoke = (by: SignedIn, { sessionId }: SignedIn) =>
  invoke(createRevoke(identity.ownSessions, identity.stack), {
    method: 'DELETE',
    headers: by.headers,
    params: { sessionId },
  });
const deleteOwn = ({ headers }: SignedIn) =>
  invoke(createDeleteOwnUser(people.ownDeletions, identity.stack), { method: 'DELETE', headers, json: { password } });
const asAdmin = (create: (stack: ReturnType<typeof stackOf>) => HttpHandler, fields: RequestFields) =>
  invoke(create(stackOf(callerOf(admin))), { params: { userId }, ...fields });
const remove = () => asAdmin((stack) => createDeleteUser(people.deletions, stack), { method: 'DELETE' });
const restore = () => asAdmin((stack) => createRestoreUser(people.deletions, stack), { method: 'POST' });
const removeFactor = () =>
  asAdmin((stack) => createRemoveSecondFactor(identity.secondFactorRemoval, stack), { method: 'DELETE' });
async function resetPassword() {
  const token = await identity.issueOneTimeToken({ purpose: 'reset-password', owner: { userId }, life: 60_000 });
  await identity.passwordResets.reset({ token, password: newPassword });
}
const securityItem = () =>
  database.itemsOf('identity').find(({ pk, sk }) => pk === `USER#${userId}` && sk === 'SECURITY') ?? { pk: '', sk: '' };
/** Makes the security item one of an earlier release. */
function forgetWhetherAlive(): void {
  const { hasSessions: _, ...security } = securityItem() as ReturnType<typeof securityItem> & { hasSessions?: boolean };
  database.plant('identity', security);
}
/** Signs in by a password and a code. */
async function signInWithCode(code: string | undefined): Promise<void> {
  const client = { userAgent: 'tests', address: '203.0.113.7' };
  const { mfaToken } = (await identity.signIns.logIn({ email, password }, client)) as { mfaToken: string };
  await identity.signIns.logInWithMfa({ mfaToken, code: String(code) }, client);
}
const refuse = (by: SignedIn) => expect(identity.signIns.refresh(by.refreshToken)).rejects.toThrow();

/** Does something in the moment before the next transaction is sent, or the next that ends all sessions. */
function justBeforeTheCommit(meddle: () => unknown, part = ''): void {
  database.hooks.before = async (operation, actions) => {
    if (operation !== 'transact' || !JSON.stringify(actions).includes(part)) return;
    delete database.hooks.before;
    await meddle();
  };
}

const justBeforeTheChange = (meddle: () => unknown) => justBeforeTheCommit(meddle, '"sessionEpoch":1');

const ways: [string, () => Promise<{ status: number }>, object][] = [
  ['all were ended', () => logOutEverywhere(laptop), {}],
  ['another password', () => changePassword(laptop), { keptSessionId: expect.any(String) }],
  ['their owner deleted the account', () => deleteOwn(laptop), {}],
  ['an admin deleted the account', remove, {}],
];

describe('a session that is over', () => {
  it.each(ways)('is signed out by 204 and not told of again since %s', async (_, end, data) => {
    const ended = await end();

    const answer = await logOut(phone);

    expect([ended.status, answer.status]).toEqual([204, 204]);
    expect(sessionsTold(database)).toEqual([{ userId, ...data }]);
    expect(auditOf(database, 'session.ended')).toEqual([]);
    await refuse(phone);
  });

  it.each([
    ['all were ended', () => logOutEverywhere(laptop), password],
    ['another password', () => changePassword(laptop), newPassword],
  ])('is no session to its owner since %s, as the list does not show it', async (_, end, next) => {
    await end();
    const again = await signedInSession(identity, undefined, next);
    const before = sessionsTold(database).length;

    const answer = await revoke(again, phone);

    expect([answer.status, answer.json.code]).toEqual([404, 'SESSION_NOT_FOUND']);
    expect(sessionsTold(database)).toHaveLength(before);
    expect(auditOf(database, 'session.revoked')).toEqual([]);
  });

  it('is told of once where its owner signs in again and the old device signs out', async () => {
    await logOutEverywhere(laptop);
    const again = await signedInSession(identity);

    await logOut(phone);
    await logOut(again);

    expect(sessionsTold(database)).toEqual([{ userId }, { userId, sessionId: again.sessionId }]);
    expect(replaySessions(database)).toEqual({ alive: [], stale: [] });
  });

  it('is told of once where a token of long ago comes while all are ended', async () => {
    const stolen = phone.refreshToken;
    await identity.signIns.refresh(stolen);
    identity.clock.advance(11);
    justBeforeTheCommit(() => identity.ownSessions.endAll({ userId, sessionId: laptop.sessionId }));

    await refuse(phone);

    expect(sessionsTold(database)).toEqual([{ userId }]);
    expect(auditOf(database, 'session.reuse-detected')).toEqual([]);
  });
});

describe('a session that goes on after another password', () => {
  beforeEach(() => changePassword(laptop));

  it('is told of when it signs out', async () => {
    await logOut(laptop);

    expect(sessionsTold(database).at(-1)).toEqual({ userId, sessionId: laptop.sessionId });
    await refuse(laptop);
  });

  it('costs one attempt more, by which the epoch that it is in becomes known, and no read', async () => {
    resetCalls(database);

    await logOut(laptop);

    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 0, write: 0, transact: 2 });
  });

  it('is ended by its owner from another device', async () => {
    const again = await signedInSession(identity, undefined, newPassword);

    const answer = await revoke(again, laptop);

    expect(answer.status).toBe(204);
    expect(auditOf(database, 'session.revoked')).toMatchObject([{ details: { sessionId: laptop.sessionId } }]);
  });

  it('is ended when a token of long ago comes, at the first attempt, since it was read', async () => {
    await identity.signIns.refresh(laptop.refreshToken);
    identity.clock.advance(11);
    resetCalls(database);

    await refuse(laptop);

    expect(sessionsTold(database).at(-1)).toEqual({ userId, sessionId: laptop.sessionId });
    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 1 });
  });

  it('is told of when the account is deleted', async () => {
    await remove();

    expect(sessionsTold(database)).toEqual([{ userId, keptSessionId: laptop.sessionId }, { userId }]);
  });

  it('is ended by a sign-out that came when it was kept', async () => {
    database = createMemoryDatabase();
    identity = await createIdentity(database);
    laptop = await signedInPerson(identity);
    justBeforeTheCommit(() => changePassword(laptop));

    await logOut(laptop);

    expect(replaySessions(database)).toEqual({ alive: [], stale: [] });
    await refuse(laptop);
  });
});

describe('the event of all sessions', () => {
  it('is told once of four sign-outs everywhere at once, which all are answered by 204', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => logOutEverywhere(laptop)));

    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204]);
    expect(sessionsTold(database)).toEqual([{ userId }]);
    expect(auditOf(database, 'session.all-ended')).toHaveLength(1);
  });

  it('is not told at the wish of a session that was signed out meanwhile, which ends no other', async () => {
    const handler = createLogOutEverywhere(identity.ownSessions, identity.stack);
    justBeforeTheCommit(() => logOut(laptop));

    const answer = await send(handler, { method: 'POST', headers: laptop.headers });

    expect([answer.status, answer.json.code]).toEqual([401, 'INVALID_ACCESS_TOKEN']);
    expect(replaySessions(database)).toEqual({ alive: [phone.sessionId], stale: [] });
    expect(auditOf(database, 'session.all-ended')).toEqual([]);
  });

  it('is not told by another password where all were ended meanwhile', async () => {
    justBeforeTheCommit(() => identity.ownSessions.endAll({ userId, sessionId: phone.sessionId }));

    const answer = await changePassword(laptop);

    expect([answer.status, answer.json.code]).toEqual([401, 'INVALID_ACCESS_TOKEN']);
    expect(replaySessions(database)).toEqual({ alive: [], stale: [] });
  });

  it('is not told of a deletion once all were ended, nor of another one after a restoration', async () => {
    await logOutEverywhere(laptop);
    for (const change of [remove, restore, remove]) await change();

    expect(sessionsTold(database)).toEqual([{ userId }]);
  });

  it('is told of a deletion once somebody has signed in again', async () => {
    await logOutEverywhere(laptop);
    await signedInSession(identity);

    await remove();

    expect(replaySessions(database)).toEqual({ alive: [], stale: [] });
    expect(sessionsTold(database)).toHaveLength(2);
  });

  describe.each<[string, () => Promise<unknown>]>([
    ['a deletion', remove],
    ['a password by a link', resetPassword],
    ['a factor that an admin takes away', removeFactor],
  ])('of %s', (_, change) => {
    it('is not told where all are ended at that moment', async () => {
      await turnOnSecondFactor(identity, userId);
      justBeforeTheChange(() => logOutEverywhere(laptop));

      await change();

      expect(sessionsTold(database)).toEqual([{ userId }]);
    });

    it('is told where somebody signs in at that moment', async () => {
      const { recoveryCodes } = await turnOnSecondFactor(identity, userId);
      await logOutEverywhere(laptop);
      justBeforeTheChange(() => signInWithCode(recoveryCodes[0]));

      await change();

      expect(sessionsTold(database)).toEqual([{ userId }, { userId }]);
      expect(replaySessions(database)).toEqual({ alive: [], stale: [] });
    });

    it('is told of somebody who signed in before it was kept whether anybody has', async () => {
      await turnOnSecondFactor(identity, userId);
      forgetWhetherAlive();

      await change();

      expect(sessionsTold(database)).toEqual([{ userId }]);
    });
  });

  it('is told once of somebody who signed in before it was kept whether anybody has', async () => {
    forgetWhetherAlive();

    await Promise.all([1, 2, 3, 4].map(() => logOutEverywhere(laptop)));

    expect(sessionsTold(database)).toEqual([{ userId }]);
  });

  it('is not told of a password by a link, nor of a factor that an admin takes away, once all were ended', async () => {
    await turnOnSecondFactor(identity, userId);
    await logOutEverywhere(laptop);

    await removeFactor();
    await resetPassword();

    expect(sessionsTold(database)).toEqual([{ userId }]);
  });
});

describe('a person whose session another issuer keeps', () => {
  it('has a sign-in that is half-way through begin anew, also where no session is alive', async () => {
    await logOutEverywhere(laptop);

    await identity.ownSessions.endAll({ userId });

    expect(securityItem()).toMatchObject({ sessionEpoch: 3 });
  });

  it('ends nothing once the account is deleted', async () => {
    await remove();

    await expect(identity.ownSessions.endAll({ userId })).rejects.toMatchObject({ code: 'USER_NOT_FOUND' });
    expect(sessionsTold(database)).toEqual([{ userId }]);
  });

  it('sets another password while all sessions are ended, and leaves none of which a deletion would tell', async () => {
    justBeforeTheChange(() => logOutEverywhere(laptop));

    await identity.passwordChanges.change({ userId }, { currentPassword: password, newPassword });
    await signedInSession(identity, undefined, newPassword);
    await identity.passwordChanges.change({ userId }, { currentPassword: newPassword, newPassword: 'Third-Battery-8' });
    const told = sessionsTold(database).length;
    await remove();

    expect(sessionsTold(database)).toHaveLength(told);
  });
});
