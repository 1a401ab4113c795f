import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/users/remove-second-factor.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import type { User } from '../../../lib/domains/identity/users/schema.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { admins } from '../../support/access/expectations.ts';
import { invoke, send } from '../../support/http.ts';
import { createIdentity, type Identity, signedInSession } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import {
  auditOf,
  callerOf,
  createPeople,
  machineWith,
  type People,
  resetCalls,
  stackOf,
} from '../../support/people.ts';
import { codeOf, turnOnSecondFactor } from '../../support/second-factor.ts';

let database: MemoryDatabase;
let identity: Identity;
let people: People;
let admin: User;
let ada: User;
let session: Awaited<ReturnType<typeof signedInSession>>;
let secret: string;
let recoveryCodes: string[];

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
  people = createPeople(database);
  admin = await people.enrol({ roles: ['admin'] });
  ada = await people.enrol({ email: 'ada@example.com' });
  session = await signedInSession(identity);
  ({ secret, recoveryCodes } = await turnOnSecondFactor(identity, ada.id));
});

const requestFor = (userId: string) => ({ method: 'DELETE', params: { userId } });
const handlerFor = (caller: Caller) => createHandler(identity.secondFactorRemoval, stackOf(caller));
const remove = (userId = ada.id, caller: Caller = callerOf(admin)) => send(handlerFor(caller), requestFor(userId));
const itemsOf = (userId: string) => database.itemsOf('identity').filter(({ pk }) => pk === `USER#${userId}`);
const itemOf = (sk: string) => itemsOf(ada.id).find((item) => item.sk === sk);
const factorItems = () => itemsOf(ada.id).filter(({ sk }) => /^(SECOND-FACTOR|RECOVERY-CODE)/.test(sk));
/** Runs something in front of the first transaction, as if somebody else were faster. */
const inFrontOfFirstTransaction = (work: () => Promise<unknown>) => {
  database.hooks.before = async (operation) => {
    if (operation !== 'transact') return;
    database.hooks.before = undefined;
    await work();
  };
};

describe('DELETE /v1/users/{userId}/mfa', () => {
  it('answers 204 to an admin; nothing of the second factor is left', async () => {
    const answer = await remove();

    expect(answer.status).toBe(204);
    expect(answer.text).toBe('');
    expect(factorItems()).toEqual([]);
    expect(itemOf('PERSON')).toMatchObject({ mfaEnabled: false });
    expect(itemOf('SECURITY')).toMatchObject({ mfaEnabled: false });
  });

  it('lets the owner in by the password alone', async () => {
    await remove();

    await expect(signedInSession(identity)).resolves.toMatchObject({ user: { id: ada.id } });
  });

  it('ends the sessions and the access tokens of the owner, and what waits for a second step', async () => {
    const mfaToken = await identity.secondFactor.challenge(ada.id);

    await remove();

    await expect(identity.signIns.refresh(session.refreshToken ?? '')).rejects.toMatchObject({
      code: 'INVALID_REFRESH_TOKEN',
    });
    await expect(identity.secondFactor.redeem(mfaToken, recoveryCodes[0] ?? '')).rejects.toMatchObject({
      code: 'INVALID_MFA_TOKEN',
    });
    expect(itemOf('SECURITY')).toMatchObject({ tokenVersion: 2, sessionEpoch: 2 });
  });

  it('is on record with who did it, and told to the owner', async () => {
    await remove();

    expect(auditOf(database, 'mfa.removed')).toMatchObject([
      { actorId: admin.id, subject: `users/${ada.id}`, outcome: 'success' },
    ]);
    const events = database.itemsOf('events').map(({ event }) => event as { type: string; data: unknown });
    expect(events.filter(({ type }) => type === 'mfa.removed')).toMatchObject([{ data: { userId: ada.id } }]);
  });

  it('answers 409 where it is off, also where a secret waits for its first code', async () => {
    await remove();
    const off = await remove();
    await identity.putDownSecret({ userId: ada.id });

    const waiting = await remove();

    expect([off.status, off.json.code]).toEqual([409, 'MFA_NOT_ENABLED']);
    expect([waiting.status, waiting.json.code]).toEqual([409, 'MFA_NOT_ENABLED']);
  });

  it('answers 404 for somebody who never was or is deleted, and 403 to who is no admin', async () => {
    const other = await people.enrol();
    await people.deletions.delete(callerOf(admin), { userId: other.id });

    const answers = [
      await remove('019a0000-0000-7000-8000-00000000ffff'),
      await remove(other.id),
      await remove(ada.id, callerOf(ada)),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 403]);
    expect(factorItems()).not.toEqual([]);
  });

  it.each([
    ['a machine', () => machineWith('users:manage'), () => ada, 'PERSON_REQUIRED'],
    ['an admin about the own one', () => callerOf(admin), () => admin, 'OWN_ACCOUNT'],
  ] as const)('answers 403 to %s: it takes a person, or a code', async (_, caller, target, code) => {
    await turnOnSecondFactor(identity, admin.id);

    const answer = await remove(target().id, caller());

    expect([answer.status, answer.json.code]).toEqual([403, code]);
    expect(itemsOf(target().id).filter(({ sk }) => sk === 'SECOND-FACTOR')).toHaveLength(1);
    expect(auditOf(database, 'mfa.removed')).toEqual([]);
  });

  it('lets one of twenty win who ask at the same time', async () => {
    const handler = handlerFor(callerOf(admin));
    const asked = Array.from({ length: 20 }, () => invoke(handler, requestFor(ada.id)));

    const answers = await Promise.all(asked);

    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
    expect(itemOf('SECURITY')).toMatchObject({ tokenVersion: 2, sessionEpoch: 2 });
    expect(auditOf(database, 'mfa.removed')).toHaveLength(1);
  });

  it.each([
    ['was used to sign in', signInWithCode],
    ['got other recovery codes', renewRecoveryCodes],
    ['was turned off and on', turnOffAndOn],
  ])('turns off what %s in the same moment as well, and leaves no code behind', async (_, work) => {
    inFrontOfFirstTransaction(work);

    const answer = await remove();

    expect(answer.status).toBe(204);
    expect(factorItems()).toEqual([]);
    expect(itemOf('SECURITY')).toMatchObject({ mfaEnabled: false });
  });

  it('leaves off what its owner turned off in the same moment', async () => {
    inFrontOfFirstTransaction(() =>
      identity.secondFactorSettings.disable({ userId: ada.id }, codeOf(secret, identity.clock, 1)),
    );

    const answer = await remove();

    expect([answer.status, answer.json.code]).toEqual([409, 'MFA_NOT_ENABLED']);
    expect(itemOf('SECURITY')).toMatchObject({ mfaEnabled: false, sessionEpoch: 1 });
  });

  it('leaves a deleted account as it was when it was deleted in the same moment', async () => {
    inFrontOfFirstTransaction(() => people.deletions.delete(callerOf(admin), { userId: ada.id }));

    const answer = await remove();

    expect(answer.status).toBe(404);
    expect(factorItems()).toHaveLength(11);
  });

  it('makes two reads and one transaction', async () => {
    resetCalls(database);

    await remove();

    expect(database.calls).toEqual({ get: 0, batchGet: 2, query: 0, write: 0, transact: 1 });
  });
});

async function signInWithCode() {
  const token = await identity.secondFactor.challenge(ada.id);
  const { writes } = await identity.secondFactor.redeem(token, codeOf(secret, identity.clock, 1));
  const audit = [{ action: 'session.started', subject: 'sessions/test', outcome: 'success' }] as const;
  await identity.commit(writes, { audit });
}

function renewRecoveryCodes() {
  return identity.secondFactorSettings.renewRecoveryCodes({ userId: ada.id }, codeOf(secret, identity.clock, 1));
}

async function turnOffAndOn() {
  await identity.secondFactorSettings.disable({ userId: ada.id }, recoveryCodes[1] ?? '');
  await turnOnSecondFactor(identity, ada.id);
}

// The factor of nobody here is on. One's own goes by a code, and no machine turns one off.
describeAccess(trigger, ({ identity, stack }) => createHandler(identity.secondFactorRemoval, stack), {
  target: 'person',
  statuses: { ...admins(409), admin: [403, 409, 409, 404, 404], scopedKey: 403 },
});
