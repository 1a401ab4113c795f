import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/auth/disable-totp.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { signedIn } from '../../support/access/expectations.ts';
import { createTestCaller, invoke, send } from '../../support/http.ts';
import { createIdentity, type Identity, signedInPerson } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createPeople } from '../../support/people.ts';
import { codeOf, turnOnSecondFactor, wrongCodeFor } from '../../support/second-factor.ts';

let database: MemoryDatabase;
let identity: Identity;
let handler: HttpHandler;
let person: Awaited<ReturnType<typeof signedInPerson>>;
let secret: string;
let recoveryCodes: string[];

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
  handler = createHandler(identity.secondFactorSettings, identity.stack);
  person = await signedInPerson(identity);
  ({ secret, recoveryCodes } = await turnOnSecondFactor(identity, person.user.id));
});

const requestWith = (code: string) => ({ method: 'POST', headers: person.headers, json: { code } });
const disable = (code: string) => send(handler, requestWith(code));
/** Runs something in front of the first transaction, as if somebody else were faster. */
const inFrontOfFirstTransaction = (work: () => Promise<unknown>) => {
  database.hooks.before = async (operation) => {
    if (operation !== 'transact') return;
    database.hooks.before = undefined;
    await work();
  };
};
const auditOf = (action: string) => database.itemsOf('audit').filter((entry) => entry.action === action);
const isOn = async () => (await identity.users.get(person.user.id)).mfaEnabled;

describe('POST /v1/auth/mfa/totp/disable', () => {
  it('answers 204 to a code of the authenticator; nothing of the second factor is left', async () => {
    const answer = await disable(codeOf(secret, identity.clock, 1));

    const left = database.itemsOf('identity').map(({ sk }) => sk);
    expect(answer.status).toBe(204);
    expect(await isOn()).toBe(false);
    expect(left.filter((sk) => /^(SECOND-FACTOR|RECOVERY-CODE|CODE-TRIES)/.test(sk))).toEqual([]);
    expect(database.itemsOf('identity').find(({ sk }) => sk === 'SECURITY')).toMatchObject({ mfaEnabled: false });
    expect(auditOf('mfa.disabled')).toEqual([
      expect.objectContaining({ subject: `users/${person.user.id}`, actorId: person.user.id, outcome: 'success' }),
    ]);
  });

  it.each([
    ['a code of the authenticator', () => codeOf(secret, identity.clock, 1), 'authenticator'],
    ['a recovery code', () => recoveryCodes[0] ?? '', 'recovery-code'],
  ])('tells the owner that it was turned off by %s', async (_, code, proof) => {
    await disable(code());

    const events = database.itemsOf('events').map(({ event }) => event as { type: string; data: unknown });
    expect(events.filter(({ type }) => type === 'mfa.disabled')).toMatchObject([
      { data: { userId: person.user.id, proof } },
    ]);
  });

  it('leaves a deleted account as it was when it was deleted after the code was checked', async () => {
    const { deletions } = createPeople(database);
    const admin = createTestCaller({ permissions: new Set(['users:manage']) });
    inFrontOfFirstTransaction(() => deletions.delete(admin, { userId: person.user.id }));

    const answer = await disable(codeOf(secret, identity.clock, 1));

    expect([answer.status, answer.json.code]).toEqual([404, 'USER_NOT_FOUND']);
    expect(database.itemsOf('identity').filter(({ sk }) => sk === 'SECOND-FACTOR')).toHaveLength(1);
  });

  it.each([
    ['as it was shown', (code: string) => code],
    ['in small letters without dashes', (code: string) => code.toLowerCase().replaceAll('-', '')],
    ['with spaces', (code: string) => ` ${code.replaceAll('-', ' ')} `],
  ])('takes a recovery code %s', async (_, typed) => {
    const answer = await disable(typed(recoveryCodes[3] ?? ''));

    expect(answer.status).toBe(204);
    expect(await isOn()).toBe(false);
  });

  it('refuses the code that has turned it on: a code is accepted once', async () => {
    const answer = await disable(codeOf(secret, identity.clock));

    expect([answer.status, answer.json.code]).toEqual([422, 'WRONG_CODE']);
    expect(await isOn()).toBe(true);
  });

  it.each([() => wrongCodeFor(secret, identity.clock), () => 'MFRG-GZDF-MZTW-Q2LK'])(
    'answers 422 to a wrong code, which is on record',
    async (wrongCode) => {
      const answer = await disable(wrongCode());

      expect([answer.status, answer.json.code]).toEqual([422, 'WRONG_CODE']);
      expect(await isOn()).toBe(true);
      expect(auditOf('mfa.disabled')).toEqual([expect.objectContaining({ outcome: 'failure' })]);
    },
  );

  it("refuses another person's recovery code", async () => {
    const other = await signedInPerson(identity, { email: 'eve@example.com' });
    const theirs = await turnOnSecondFactor(identity, other.user.id);

    const answer = await disable(theirs.recoveryCodes[0] ?? '');

    expect(answer.json.code).toBe('WRONG_CODE');
  });

  it('refuses the recovery codes and the secret of before once it was turned on anew', async () => {
    await disable(recoveryCodes[0] ?? '');
    identity.clock.advance(60);
    await turnOnSecondFactor(identity, person.user.id);

    const answers = [await disable(recoveryCodes[1] ?? ''), await disable(codeOf(secret, identity.clock, 1))];

    expect(answers.map(({ json }) => json.code)).toEqual(['WRONG_CODE', 'WRONG_CODE']);
  });

  it('refuses a recovery code that was left behind by an authenticator of before', async () => {
    const leftBehind = database.itemsOf('identity').filter(({ sk }) => sk.startsWith('RECOVERY-CODE#'));
    await disable(recoveryCodes[0] ?? '');
    identity.clock.advance(60);
    await turnOnSecondFactor(identity, person.user.id);
    for (const item of leftBehind) database.plant('identity', item);

    const answer = await disable(recoveryCodes[1] ?? '');

    expect([answer.status, answer.json.code]).toEqual([422, 'WRONG_CODE']);
  });

  it('answers 409 where a secret waits for its first code', async () => {
    const other = await signedInPerson(identity, { email: 'eve@example.com' });
    const code = codeOf(await identity.putDownSecret({ userId: other.user.id }), identity.clock);

    const answer = await send(handler, { ...requestWith(code), headers: other.headers });

    expect([answer.status, answer.json.code]).toEqual([409, 'MFA_NOT_ENABLED']);
  });

  it('answers 409 where it is off already', async () => {
    await disable(recoveryCodes[0] ?? '');

    const answer = await disable(recoveryCodes[1] ?? '');

    expect([answer.status, answer.json.code]).toEqual([409, 'MFA_NOT_ENABLED']);
  });

  it.each([
    ['code', () => codeOf(secret, identity.clock, 1)],
    ['recovery code', () => recoveryCodes[0] ?? ''],
  ])('turns it off once when twenty send the same %s at the same time', async (_, code) => {
    const fields = () => requestWith(code());

    const answers = await Promise.all(Array.from({ length: 20 }, () => invoke(handler, fields())));

    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    expect(statuses.filter((status) => status !== 204 && status !== 409 && status !== 429)).toEqual([]);
    expect(auditOf('mfa.disabled')).toHaveLength(1);
  });

  it.each([
    ['code', () => codeOf(secret, identity.clock, 1)],
    ['recovery code', () => recoveryCodes[0] ?? ''],
  ])('refuses a %s that a sign-in has used up after it was checked', async (_, code) => {
    const token = await identity.secondFactor.challenge(person.user.id);
    const audit = [{ action: 'session.started', subject: 'sessions/test', outcome: 'success' }] as const;
    inFrontOfFirstTransaction(async () => {
      const { writes } = await identity.secondFactor.redeem(token, code());
      await identity.commit(writes, { audit });
    });

    const answer = await disable(code());

    expect([answer.status, answer.json.code]).toEqual([422, 'WRONG_CODE']);
    expect(await isOn()).toBe(true);
  });

  it('does not turn off what was set up anew after the code was checked', async () => {
    inFrontOfFirstTransaction(async () => {
      await identity.secondFactorSettings.disable({ userId: person.user.id }, recoveryCodes[1] ?? '');
      await turnOnSecondFactor(identity, person.user.id);
    });

    const answer = await disable(codeOf(secret, identity.clock, 1));

    expect([answer.status, answer.json.code]).toEqual([422, 'WRONG_CODE']);
    expect(await isOn()).toBe(true);
  });

  it('checks ten codes in a quarter by the clock, also of fifty at once, and answers 429 to the others', async () => {
    const fields = () => requestWith(wrongCodeFor(secret, identity.clock));

    const answers = await Promise.all(Array.from({ length: 50 }, () => invoke(handler, fields())));

    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 422)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(40);
    const refused = await disable(recoveryCodes[0] ?? '');
    expect([refused.status, refused.json.code, refused.headers['retry-after']]).toEqual([
      429,
      'TOO_MANY_ATTEMPTS',
      '900',
    ]);
    expect(await isOn()).toBe(true);
  });

  it('makes one read, one count and one transaction, beside what tells who calls', async () => {
    await disable(wrongCodeFor(secret, identity.clock));
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    await disable(recoveryCodes[0] ?? '');

    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 1, transact: 1 });
  });

  it('answers 401 to nobody', async () => {
    const answer = await send(handler, { ...requestWith('287082'), headers: {} });

    expect(answer.status).toBe(401);
  });
});

describeAccess(
  trigger,
  ({ identity, stack }) => createHandler(identity.secondFactorSettings, stack),
  signedIn(409, { code: '000000' }),
);
