import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/auth/confirm-totp.ts';
import { hashOfRecoveryCode } from '../../../lib/domains/identity/auth/second-factor/recovery-codes.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { signedIn } from '../../support/access/expectations.ts';
import { invoke, send } from '../../support/http.ts';
import {
  createIdentity,
  type Identity,
  lastTokenId,
  registrationOf,
  signedInSession,
  verifiedPerson,
} from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { callerOf, createPeople, type People, resetCalls } from '../../support/people.ts';
import { codeOf, wrongCodeFor } from '../../support/second-factor.ts';

const { email, password } = registrationOf();
const nextPassword = 'Better-Battery-7';

let database: MemoryDatabase;
let identity: Identity;
let handler: HttpHandler;
let people: People;
let person: Awaited<ReturnType<typeof verifiedPerson>>;
let owner: { readonly userId: string; readonly sessionId: string };
let secret: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
  handler = createHandler(identity.totpConfirmation, identity.stack);
  people = createPeople(database);
  person = await verifiedPerson(identity);
  owner = { userId: person.user.id, sessionId: person.sessionId };
  ({ secret } = await identity.totpEnrolments.enrol(owner, password));
});

const requestWith = (code: unknown) => ({ method: 'POST', headers: person.headers, json: { code } });
const confirm = (code: unknown) => send(handler, requestWith(code));
const rightCode = (stepsAhead = 0) => codeOf(secret, identity.clock, stepsAhead);
/** Runs something in front of the first transaction, as if somebody else were faster. */
const inFrontOfFirstTransaction = (work: () => Promise<unknown>) => {
  database.hooks.before = async (operation) => {
    if (operation !== 'transact') return;
    database.hooks.before = undefined;
    await work();
  };
};
const itemsOf = (prefix: string) => database.itemsOf('identity').filter(({ sk }) => sk.startsWith(prefix));
const isOn = async () => (await identity.users.get(person.user.id)).mfaEnabled;
const eventsOf = (type: string) =>
  database.itemsOf('events').flatMap(({ event }) => ((event as { type: string }).type === type ? [event] : []));
const auditOf = (action: string) => database.itemsOf('audit').filter((entry) => entry.action === action);

describe('POST /v1/auth/mfa/totp/confirm', () => {
  it('answers with ten recovery codes, of which hashes alone are kept', async () => {
    const answer = await confirm(rightCode());

    const { recoveryCodes } = answer.json.data as { recoveryCodes: string[] };
    expect(answer.status).toBe(200);
    expect(recoveryCodes).toHaveLength(10);
    expect(itemsOf('RECOVERY-CODE#').map(({ hash }) => hash)).toEqual(
      expect.arrayContaining(recoveryCodes.map(hashOfRecoveryCode)),
    );
    const kept = JSON.stringify([...database.itemsOf('identity'), ...database.itemsOf('audit')]);
    for (const code of recoveryCodes) expect(kept).not.toContain(code);
  });

  it('turns the second factor on for profile and sign-in alike, and is on record', async () => {
    await confirm(rightCode());

    expect((await identity.users.get(person.user.id)).mfaEnabled).toBe(true);
    expect(itemsOf('SECURITY')).toEqual([expect.objectContaining({ mfaEnabled: true })]);
    expect(auditOf('mfa.enabled')).toEqual([
      expect.objectContaining({ subject: `users/${person.user.id}`, actorId: person.user.id, outcome: 'success' }),
    ]);
  });

  it('tells the owner of it, and leaves no secret waiting', async () => {
    await confirm(rightCode());

    expect(eventsOf('mfa.enabled')).toEqual([
      expect.objectContaining({ subject: `users/${person.user.id}`, data: { userId: person.user.id } }),
    ]);
    expect(itemsOf('TOTP-ENROLMENT')).toEqual([]);
  });

  it('tells nobody of a wrong code', async () => {
    await confirm(wrongCodeFor(secret, identity.clock));

    expect(eventsOf('mfa.enabled')).toEqual([]);
  });

  it('takes the place of a secret that the release before has kept unconfirmed', async () => {
    const key = { pk: `USER#${person.user.id}`, sk: 'SECOND-FACTOR', entity: 'second-factor', version: 1 };
    const kept = { userId: person.user.id, sealedSecret: 'sealed', lastStep: 0, recoveryCodeHashes: [] };
    database.plant('identity', { ...key, commitId: 'before', ...kept });

    const answer = await confirm(rightCode());

    expect(answer.status).toBe(200);
    expect(itemsOf('SECOND-FACTOR')).toEqual([expect.objectContaining({ confirmedAt: expect.any(String) })]);
  });

  it('confirms the secret of another session by none of its codes, also in the same second', async () => {
    const { headers } = await signedInSession(identity);

    const answer = await send(handler, { ...requestWith(rightCode()), headers });

    expect([answer.status, answer.json.code]).toEqual([409, 'MFA_NOT_ENROLLED']);
    expect(await isOn()).toBe(false);
  });

  it.each([-1, 1])('takes the code of an authenticator whose clock is %p step off', async (stepsAhead) => {
    const answer = await confirm(rightCode(stepsAhead));

    expect(answer.status).toBe(200);
  });

  it('takes a code with a space in the middle, as authenticators show it', async () => {
    const answer = await confirm(rightCode().replace(/^.../, '$& '));

    expect(answer.status).toBe(200);
  });

  it('answers 422 to a wrong code, which turns nothing on and is on record', async () => {
    const answer = await confirm(wrongCodeFor(secret, identity.clock));

    expect(answer.status).toBe(422);
    expect(answer.json.code).toBe('WRONG_CODE');
    expect((await identity.users.get(person.user.id)).mfaEnabled).toBe(false);
    expect(auditOf('mfa.enabled')).toEqual([expect.objectContaining({ outcome: 'failure' })]);
  });

  it('lets one of twenty win who confirm at the same time: there is one set of recovery codes', async () => {
    const fields = () => requestWith(rightCode());

    const answers = await Promise.all(Array.from({ length: 20 }, () => invoke(handler, fields())));

    const [winner, ...others] = answers.sort((one, other) => one.status - other.status);
    expect(winner?.status).toBe(200);
    const codes = others.map(({ status, json }) => `${status} ${json.code}`);
    expect([...new Set(codes)].sort()).toEqual(['409 MFA_ENABLED', '429 TOO_MANY_ATTEMPTS']);
    const { recoveryCodes } = (winner?.json.data ?? {}) as { recoveryCodes: string[] };
    expect(
      itemsOf('RECOVERY-CODE#')
        .map(({ hash }) => hash)
        .sort(),
    ).toEqual(recoveryCodes.map(hashOfRecoveryCode).sort());
    expect(auditOf('mfa.enabled')).toHaveLength(1);
  });

  it('does not take into use a secret that was put down after the code was checked', async () => {
    inFrontOfFirstTransaction(async () => {
      const confirmed = await identity.totpConfirmation.confirm(owner, rightCode());
      await identity.secondFactorSettings.disable(owner, confirmed.recoveryCodes[0] ?? '');
      await identity.totpEnrolments.enrol(owner, password);
    });

    const answer = await confirm(rightCode(1));

    expect([answer.status, answer.json.code]).toEqual([409, 'MFA_NOT_ENROLLED']);
    expect((await identity.users.get(person.user.id)).mfaEnabled).toBe(false);
  });

  it('answers 409 where the second factor is on already, and where no secret was asked for', async () => {
    await confirm(rightCode());
    const other = await verifiedPerson(identity, { email: 'eve@example.com' });

    const again = await confirm(rightCode(1));
    const early = await send(handler, { ...requestWith(rightCode(1)), headers: other.headers });

    expect([again.status, again.json.code]).toEqual([409, 'MFA_ENABLED']);
    expect([early.status, early.json.code]).toEqual([409, 'MFA_NOT_ENROLLED']);
  });

  it('checks ten codes in a quarter by the clock, also of fifty at once, and answers 429 to the others', async () => {
    const fields = () => requestWith(wrongCodeFor(secret, identity.clock));

    const answers = await Promise.all(Array.from({ length: 50 }, () => invoke(handler, fields())));

    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 422)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(40);
    const refused = await confirm(rightCode());
    expect([refused.status, refused.json.code]).toEqual([429, 'TOO_MANY_ATTEMPTS']);
    expect(refused.headers['retry-after']).toBe('900');
  });

  it('takes the right code again when the quarter is over', async () => {
    for (let tries = 0; tries < 11; tries += 1) await confirm(wrongCodeFor(secret, identity.clock));
    // The secret has died by then, so that there is another one to confirm.
    identity.clock.advance(890);
    ({ secret } = await identity.totpEnrolments.enrol(owner, password));
    identity.clock.advance(9);
    expect((await confirm(rightCode())).headers['retry-after']).toBe('1');
    identity.clock.advance(1);
    const { headers } = await signedInAgain();

    const answer = await send(handler, { ...requestWith(rightCode()), headers });

    expect(answer.status).toBe(200);
  });

  it.each([{}, { code: '' }, { code: 287_082 }, { code: '1'.repeat(65) }, { code: '1\u00002' }, { code: '1', x: 1 }])(
    'refuses %p with 400',
    async (json) => {
      const answer = await send(handler, { ...requestWith(''), json });

      expect(answer.status).toBe(400);
    },
  );

  it('makes one read, one count and one transaction, beside what tells who calls', async () => {
    await confirm(wrongCodeFor(secret, identity.clock));
    resetCalls(database);

    await confirm(rightCode());

    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 1, transact: 1 });
  });
});

/** What a secret does not outlive; each leaves the account usable. */
const ends: Readonly<Record<string, () => Promise<unknown>>> = {
  'the session was revoked': () => identity.ownSessions.revoke(owner, owner.sessionId),
  'the session was signed out': () => identity.signOut.logOut({ refreshTokens: [person.refreshToken ?? ''] }),
  'all sessions were ended': () => identity.ownSessions.endAll(owner),
  'its session has changed the password': () => identity.passwordChanges.change(owner, passwords),
  'another session has changed the password': async () => {
    const { sessionId } = await signedInSession(identity);
    await identity.passwordChanges.change({ ...owner, sessionId }, passwords);
  },
  'the password was reset': async () => {
    await identity.passwordResetRequests.request(email);
    const token = await identity.oneTimeTokens.tokenOf('reset-password', lastTokenId(database));
    await identity.passwordResets.reset({ token, password: nextPassword });
  },
  'the account was deleted and restored': async () => {
    const admin = callerOf({ id: '019a0000-0000-7000-8000-0000000000ad', roles: ['admin'] });
    await people.deletions.delete(admin, { userId: owner.userId });
    await people.deletions.restore(admin, owner.userId);
  },
  'another session has asked for a secret': async () => {
    const { sessionId } = await signedInSession(identity);
    await identity.totpEnrolments.enrol({ ...owner, sessionId }, password);
  },
};
const passwords = { currentPassword: password, newPassword: nextPassword };

describe('a secret that waits for its first code', () => {
  // A session that has ended may be let in for three seconds, so that the service is asked itself.
  it.each(Object.entries(ends))('is good for nothing once %s', async (_, end) => {
    await end();

    const confirmed = identity.totpConfirmation.confirm(owner, rightCode());

    await expect(confirmed).rejects.toMatchObject({ code: expect.stringMatching(notTurnedOn) });
    await expectNothingIsOn();
  });

  it.each(Object.entries(ends))('turns nothing on when %s after the code was checked', async (_, end) => {
    inFrontOfFirstTransaction(end);

    const confirmed = identity.totpConfirmation.confirm(owner, rightCode());

    await expect(confirmed).rejects.toMatchObject({ code: expect.stringMatching(notTurnedOn) });
    await expectNothingIsOn();
  });

  it('is good for nothing once ten minutes have passed', async () => {
    identity.clock.advance(599);
    const tooEarly = await send(handler, requestWith(wrongCodeFor(secret, identity.clock)));
    identity.clock.advance(1);

    const answer = await confirm(rightCode());

    expect(tooEarly.json.code).toBe('WRONG_CODE');
    expect([answer.status, answer.json.code]).toEqual([409, 'MFA_NOT_ENROLLED']);
    await expectNothingIsOn();
  });

  it('turns nothing on when the account was deleted after the code was checked', async () => {
    const admin = callerOf({ id: '019a0000-0000-7000-8000-0000000000ad', roles: ['admin'] });
    inFrontOfFirstTransaction(() => people.deletions.delete(admin, { userId: owner.userId }));

    const confirmed = identity.totpConfirmation.confirm(owner, rightCode());

    await expect(confirmed).rejects.toMatchObject({ code: 'MFA_NOT_ENROLLED' });
    expect(itemsOf('SECOND-FACTOR')).toEqual([]);
  });

  it('is confirmed with no session of ours where another issuer keeps the sessions, until its person’s epoch ends', async () => {
    const outsider = { userId: owner.userId };
    const { secret: theirs } = await identity.totpEnrolments.enrol(outsider, password);
    inFrontOfFirstTransaction(() => identity.ownSessions.endAll(owner));
    const early = identity.totpConfirmation.confirm(outsider, codeOf(theirs, identity.clock));
    await expect(early).rejects.toMatchObject({ code: 'MFA_NOT_ENROLLED' });
    const anew = await identity.totpEnrolments.enrol(outsider, password);

    const confirmed = await identity.totpConfirmation.confirm(outsider, codeOf(anew.secret, identity.clock, 1));

    expect(confirmed.recoveryCodes).toHaveLength(10);
  });
});

const notTurnedOn = /^(MFA_NOT_ENROLLED|INVALID_ACCESS_TOKEN)$/;

async function expectNothingIsOn() {
  expect(await isOn()).toBe(false);
  expect(itemsOf('SECURITY')).toEqual([expect.objectContaining({ mfaEnabled: false })]);
  expect([...itemsOf('SECOND-FACTOR'), ...itemsOf('RECOVERY-CODE#')]).toEqual([]);
}

/** The access token of before has expired by then. */
async function signedInAgain() {
  const tokens = await identity.signIns.refresh(person.refreshToken);
  return { headers: { authorization: `Bearer ${tokens.accessToken}` } };
}

describeAccess(
  trigger,
  ({ identity, stack }) => createHandler(identity.totpConfirmation, stack),
  signedIn(409, { code: '000000' }),
);
