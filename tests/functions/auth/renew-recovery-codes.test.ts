import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/auth/renew-recovery-codes.ts';
import { hashOfRecoveryCode } from '../../../lib/domains/identity/auth/second-factor/recovery-codes.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { signedIn } from '../../support/access/expectations.ts';
import { invoke, send } from '../../support/http.ts';
import { createIdentity, type Identity, signedInPerson } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { auditOf, resetCalls } from '../../support/people.ts';
import { codeOf, turnOnSecondFactor, wrongCodeFor } from '../../support/second-factor.ts';

let database: MemoryDatabase;
let identity: Identity;
let handler: HttpHandler;
let person: Awaited<ReturnType<typeof signedInPerson>>;
let owner: { readonly userId: string };
let secret: string;
let recoveryCodes: string[];

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
  handler = createHandler(identity.secondFactorSettings, identity.stack);
  person = await signedInPerson(identity);
  owner = { userId: person.user.id };
  ({ secret, recoveryCodes } = await turnOnSecondFactor(identity, owner.userId));
});

const requestWith = (code: string) => ({ method: 'POST', headers: person.headers, json: { code } });
const renew = (code: string) => send(handler, requestWith(code));
const rightCode = (stepsAhead = 1) => codeOf(secret, identity.clock, stepsAhead);
const recoveryCode = (at = 0) => recoveryCodes[at] ?? '';
const shownIn = (data: unknown) => (data as { recoveryCodes: string[] }).recoveryCodes;
const keptHashes = () =>
  database
    .itemsOf('identity')
    .filter(({ sk }) => sk.startsWith('RECOVERY-CODE#'))
    .map(({ hash }) => String(hash))
    .sort();
const hashesOf = (codes: readonly string[]) => codes.map(hashOfRecoveryCode).sort();
const eventsOf = (type: string) =>
  database.itemsOf('events').flatMap(({ event }) => ((event as { type: string }).type === type ? [event] : []));
/** Runs something in front of the first transaction, as if somebody else were faster. */
const inFrontOfFirstTransaction = (work: () => Promise<unknown>) => {
  database.hooks.before = async (operation) => {
    if (operation !== 'transact') return;
    database.hooks.before = undefined;
    await work();
  };
};

describe('POST /v1/auth/mfa/recovery-codes', () => {
  it.each([
    ['a code of the authenticator', () => rightCode(), 'authenticator'],
    ['a recovery code', () => recoveryCode(), 'recovery-code'],
  ] as const)(
    'answers with ten others to %s: hashes of those alone are kept, and the owner is told',
    async (...one) => {
      const [, code, proof] = one;

      const answer = await renew(code());

      const shown = shownIn(answer.json.data);
      expect(answer.status).toBe(200);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(new Set([...shown, ...recoveryCodes]).size).toBe(20);
      expect(keptHashes()).toEqual(hashesOf(shown));
      expect(JSON.stringify([...database.itemsOf('identity'), ...database.itemsOf('audit')])).not.toContain(shown[0]);
      expect(eventsOf('mfa.recovery-codes-renewed')).toEqual([expect.objectContaining({ data: { ...owner, proof } })]);
      expect(auditOf(database, 'mfa.recovery-codes-renewed')).toEqual([
        expect.objectContaining({ subject: `users/${owner.userId}`, actorId: owner.userId, outcome: 'success' }),
      ]);
    },
  );

  it('tells the owner of a recovery code that it took; ten are left', async () => {
    await renew(rightCode());
    expect(eventsOf('mfa.recovery-code-used')).toEqual([]);
    identity.clock.advance(30);
    const { recoveryCodes: anew } = await identity.secondFactorSettings.renewRecoveryCodes(owner, rightCode());

    await renew(anew[0] ?? '');

    expect(eventsOf('mfa.recovery-code-used')).toEqual([expect.objectContaining({ data: { userId: owner.userId } })]);
    expect(await identity.mailRecipients.countRecoveryCodes(owner.userId)).toBe(10);
  });

  it('leaves the second factor on, by the same secret', async () => {
    await renew(recoveryCode());

    expect((await identity.users.get(owner.userId)).mfaEnabled).toBe(true);
    await expect(identity.secondFactorSettings.disable(owner, rightCode())).resolves.toBeUndefined();
  });

  it('refuses the old codes, and takes each of the new ones', async () => {
    const shown = shownIn((await renew(rightCode())).json.data);

    const old = await Promise.all(recoveryCodes.slice(0, 3).map((code) => attempt(code)));
    const anew = await attempt(shown[9] ?? '');

    expect(old).toEqual(['WRONG_CODE', 'WRONG_CODE', 'WRONG_CODE']);
    expect(anew).toBe('');
  });

  it('refuses an old code also where its item was left behind', async () => {
    const leftBehind = database.itemsOf('identity').filter(({ sk }) => sk.startsWith('RECOVERY-CODE#'));
    await renew(rightCode());
    for (const item of leftBehind) database.plant('identity', item);

    const answer = await renew(recoveryCode());

    expect([answer.status, answer.json.code]).toEqual([422, 'WRONG_CODE']);
  });

  it('refuses the code that it was shown before: each is accepted once', async () => {
    await renew(rightCode());

    const answer = await renew(rightCode());

    expect([answer.status, answer.json.code]).toEqual([422, 'WRONG_CODE']);
  });

  it.each([() => wrongCodeFor(secret, identity.clock), () => 'MFRG-GZDF-MZTW-Q2LK'])(
    'answers 422 to a wrong code, which is on record and told to nobody',
    async (wrongCode) => {
      const answer = await renew(wrongCode());

      expect([answer.status, answer.json.code]).toEqual([422, 'WRONG_CODE']);
      expect(keptHashes()).toEqual(hashesOf(recoveryCodes));
      expect(auditOf(database, 'mfa.recovery-codes-renewed')).toEqual([
        expect.objectContaining({ outcome: 'failure' }),
      ]);
      expect(eventsOf('mfa.recovery-codes-renewed')).toEqual([]);
    },
  );

  it('answers 409 where the second factor is off, and where a secret waits for its first code', async () => {
    const other = await signedInPerson(identity, { email: 'eve@example.com' });
    const ask = () => send(handler, { ...requestWith('287082'), headers: other.headers });
    const off = await ask();
    await identity.putDownSecret({ userId: other.user.id });

    const waiting = await ask();

    expect([off.status, off.json.code]).toEqual([409, 'MFA_NOT_ENABLED']);
    expect([waiting.status, waiting.json.code]).toEqual([409, 'MFA_NOT_ENABLED']);
  });

  it.each([
    ['the same code', () => rightCode()],
    ['the same recovery code', () => recoveryCode()],
    ['a recovery code each', (at: number) => recoveryCode(at % 10)],
  ])('lets one of twenty win who send %s at the same time', async (_, codeAt) => {
    const send20 = Array.from({ length: 20 }, (__, at) => invoke(handler, requestWith(codeAt(at))));

    const answers = await Promise.all(send20);

    const winners = answers.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    expect(answers.filter(({ status }) => ![200, 422, 429].includes(status))).toEqual([]);
    expect(keptHashes()).toEqual(hashesOf(shownIn(winners[0]?.json.data)));
  });

  it.each([
    ['other recovery codes were made', () => identity.secondFactorSettings.renewRecoveryCodes(owner, recoveryCode(1))],
    ['it was turned off and on', turnOffAndOn],
  ])('changes nothing where %s after the code was checked', async (_, work) => {
    let before: string[] = [];
    inFrontOfFirstTransaction(async () => {
      await work();
      before = keptHashes();
    });

    const answer = await renew(rightCode());

    expect([answer.status, answer.json.code]).toEqual([422, 'WRONG_CODE']);
    expect(keptHashes()).toEqual(before);
  });

  it('makes no codes for a second factor that was turned off after the code was checked', async () => {
    inFrontOfFirstTransaction(() => identity.secondFactorSettings.disable(owner, recoveryCode(1)));

    const answer = await renew(rightCode());

    expect([answer.status, answer.json.code]).toEqual([409, 'MFA_NOT_ENABLED']);
    expect(keptHashes()).toEqual([]);
  });

  it('leaves no code behind where it is turned off with others in between', async () => {
    inFrontOfFirstTransaction(() => identity.secondFactorSettings.renewRecoveryCodes(owner, recoveryCode(1)));

    const disabled = identity.secondFactorSettings.disable(owner, rightCode());

    await expect(disabled).rejects.toMatchObject({ code: 'WRONG_CODE' });
    await identity.secondFactorSettings.disable(owner, rightCode());
    expect(keptHashes()).toEqual([]);
  });

  it('checks ten codes in a quarter by the clock together with turning it off, and answers 429 to the others', async () => {
    for (let tries = 0; tries < 5; tries += 1) await attempt(wrongCodeFor(secret, identity.clock));
    const fields = () => requestWith(wrongCodeFor(secret, identity.clock));

    const answers = await Promise.all(Array.from({ length: 20 }, () => invoke(handler, fields())));

    expect(answers.filter(({ status }) => status === 422)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
    const refused = await renew(recoveryCode());
    expect([refused.status, refused.json.code, refused.headers['retry-after']]).toEqual([
      429,
      'TOO_MANY_ATTEMPTS',
      '900',
    ]);
  });

  it('pays no heed to an idempotency key, because the answer holds a secret', async () => {
    const headers = { ...person.headers, 'idempotency-key': 'a-key-of-the-client' };
    const one = { ...requestWith(rightCode()), headers };
    await send(handler, one);

    const again = await send(handler, one);

    expect([again.status, again.json.code]).toEqual([422, 'WRONG_CODE']);
  });

  it('makes one read, one count and one transaction, beside what tells who calls', async () => {
    await renew(wrongCodeFor(secret, identity.clock));
    resetCalls(database);

    await renew(recoveryCode());

    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 1, transact: 1 });
  });

  it.each([{}, { code: '' }, { code: 287_082 }, { code: '1', x: 1 }])('refuses %p with 400', async (json) => {
    const answer = await send(handler, { ...requestWith(''), json });

    expect(answer.status).toBe(400);
  });

  it('answers 401 to nobody', async () => {
    const answer = await send(handler, { ...requestWith('287082'), headers: {} });

    expect(answer.status).toBe(401);
  });
});

/** The code of the error to a try to turn the second factor off; empty where it was turned off. */
async function attempt(code: string): Promise<string> {
  return identity.secondFactorSettings.disable(owner, code).then(
    () => '',
    (error: { code: string }) => error.code,
  );
}

async function turnOffAndOn() {
  await identity.secondFactorSettings.disable(owner, recoveryCode(1));
  await turnOnSecondFactor(identity, owner.userId);
}

describeAccess(
  trigger,
  ({ identity, stack }) => createHandler(identity.secondFactorSettings, stack),
  signedIn(409, { code: '000000' }),
);
