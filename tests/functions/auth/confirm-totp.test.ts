import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler } from '../../../functions/auth/confirm-totp.ts';
import { hashOfRecoveryCode } from '../../../lib/auth/second-factor/recovery-codes.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { gatewayEvent, lambdaContext, send } from '../../support/http.ts';
import { createIdentity, type Identity, signedInPerson } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { codeOf, wrongCodeFor } from '../../support/second-factor.ts';

let database: MemoryDatabase;
let identity: Identity;
let handler: HttpHandler;
let person: Awaited<ReturnType<typeof signedInPerson>>;
let secret: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
  handler = createHandler(identity.secondFactorSettings, identity.stack);
  person = await signedInPerson(identity);
  ({ secret } = await identity.secondFactorSettings.enrol({ userId: person.user.id }));
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
    const event = () => gatewayEvent(requestWith(rightCode()));

    const answers = await Promise.all(Array.from({ length: 20 }, () => handler(event(), lambdaContext())));

    const [winner, ...others] = answers.sort((one, other) => Number(one.statusCode) - Number(other.statusCode));
    expect(winner?.statusCode).toBe(200);
    expect(others.filter(({ statusCode }) => statusCode !== 409 && statusCode !== 429)).toEqual([]);
    const { recoveryCodes } = JSON.parse(winner?.body ?? '').data as { recoveryCodes: string[] };
    expect(
      itemsOf('RECOVERY-CODE#')
        .map(({ hash }) => hash)
        .sort(),
    ).toEqual(recoveryCodes.map(hashOfRecoveryCode).sort());
    expect(auditOf('mfa.enabled')).toHaveLength(1);
  });

  it('does not take into use a secret that was put down after the code was checked', async () => {
    const owner = { userId: person.user.id };
    inFrontOfFirstTransaction(async () => {
      const confirmed = await identity.secondFactorSettings.confirm(owner, rightCode());
      await identity.secondFactorSettings.disable(owner, confirmed.recoveryCodes[0] ?? '');
      await identity.secondFactorSettings.enrol(owner);
    });

    const answer = await confirm(rightCode(1));

    expect([answer.status, answer.json.code]).toEqual([409, 'MFA_NOT_ENROLLED']);
    expect((await identity.users.get(person.user.id)).mfaEnabled).toBe(false);
  });

  it('answers 409 where the second factor is on already, and where no secret was asked for', async () => {
    await confirm(rightCode());
    const other = await signedInPerson(identity, { email: 'eve@example.com' });

    const again = await confirm(rightCode(1));
    const early = await send(handler, { ...requestWith(rightCode(1)), headers: other.headers });

    expect([again.status, again.json.code]).toEqual([409, 'MFA_ENABLED']);
    expect([early.status, early.json.code]).toEqual([409, 'MFA_NOT_ENROLLED']);
  });

  it('checks ten codes in a quarter of an hour, also of fifty at once, and answers 429 to the others', async () => {
    const event = () => gatewayEvent(requestWith(wrongCodeFor(secret, identity.clock)));

    const answers = await Promise.all(Array.from({ length: 50 }, () => handler(event(), lambdaContext())));

    const statuses = answers.map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 422)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(40);
    const refused = await confirm(rightCode());
    expect([refused.status, refused.json.code]).toEqual([429, 'TOO_MANY_ATTEMPTS']);
    expect(refused.headers['retry-after']).toBe('900');
  });

  it('takes the right code again when the quarter of an hour is over', async () => {
    for (let tries = 0; tries < 11; tries += 1) await confirm(wrongCodeFor(secret, identity.clock));
    identity.clock.advance(899);
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
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    await confirm(rightCode());

    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 1, transact: 1 });
  });
});

/** The access token of before has expired by then. */
async function signedInAgain() {
  const tokens = await identity.signIns.refresh(person.refreshToken);
  return { headers: { authorization: `Bearer ${tokens.accessToken}` } };
}
