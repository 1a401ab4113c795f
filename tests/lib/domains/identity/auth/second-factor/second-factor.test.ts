import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Database } from '../../../../../../lib/data/database.ts';
import type { Write } from '../../../../../../lib/data/write.ts';
import { changeSecurity } from '../../../../../../lib/domains/identity/users/security-repository.ts';
import { newId } from '../../../../../../lib/ids.ts';
import { startTestDynamoDb, type TestDynamoDb } from '../../../../../support/dynamodb.ts';
import { createIdentity, type Identity, registrationOf } from '../../../../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../../../../support/memory-database.ts';
import { codeOf, turnOnSecondFactor, wrongCodeFor } from '../../../../../support/second-factor.ts';
import { sizes } from '../../../../../support/sizes.ts';

const invalidToken = { name: 'Unauthenticated', code: 'INVALID_MFA_TOKEN' };
const invalidCode = { name: 'Unauthenticated', code: 'INVALID_CODE' };
const atOnce = <T>(times: number, work: (number: number) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: times }, (_, number) => work(number)));
const codesOf = (outcomes: readonly PromiseSettledResult<unknown>[]) =>
  outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'in' : (outcome.reason as { code: string }).code));

/** Somebody whose second factor has been on for a minute, so that the code of the moment is unused. */
async function personWithSecondFactor(database: Database) {
  const identity = await createIdentity(database);
  const { id: userId } = await identity.registrations.register(registrationOf({ email: `${newId()}@example.com` }));
  const factor = await turnOnSecondFactor(identity, userId);
  identity.clock.advance(60);
  return { identity, userId, ...factor };
}

/** Redeems as signing in does: in one transaction with what is stored beside. */
function signInWith(identity: Identity) {
  return async (token: string, code: string) => {
    const { userId, writes } = await identity.secondFactor.redeem(token, code);
    await commitWith(identity, writes);
    return userId;
  };
}

function commitWith({ commit }: Identity, writes: readonly Write[]) {
  return commit(writes, { audit: [{ action: 'session.started', subject: 'sessions/test', outcome: 'success' }] });
}

describe('the second step of signing in', () => {
  let database: MemoryDatabase;
  let identity: Identity;
  let signIn: ReturnType<typeof signInWith>;
  let userId: string;
  let secret: string;
  let recoveryCodes: string[];

  beforeEach(async () => {
    database = createMemoryDatabase();
    ({ identity, userId, secret, recoveryCodes } = await personWithSecondFactor(database));
    signIn = signInWith(identity);
  });

  const challenge = () => identity.secondFactor.challenge(userId);
  const rightCode = (stepsAhead = 0) => codeOf(secret, identity.clock, stepsAhead);
  const wrongCode = () => wrongCodeFor(secret, identity.clock);

  it('shows a token of 32 random bytes, of which a hash alone is kept', async () => {
    const [token, other] = [await challenge(), await challenge()];

    expect(token).toMatch(/^[\w-]{43}$/);
    expect(token).not.toBe(other);
    expect(JSON.stringify(database.itemsOf('identity'))).not.toContain(token);
  });

  it('tells whose sign-in it is, by the code of the moment or by a recovery code', async () => {
    const byCode = await signIn(await challenge(), rightCode());
    const byRecoveryCode = await signIn(await challenge(), recoveryCodes[0]?.toLowerCase() ?? '');

    expect([byCode, byRecoveryCode]).toEqual([userId, userId]);
  });

  it('changes nothing by itself: what was not committed can be redeemed again', async () => {
    const token = await challenge();
    await identity.secondFactor.redeem(token, rightCode());

    expect(await signIn(token, rightCode())).toBe(userId);
  });

  it('takes a token once', async () => {
    const token = await challenge();
    await signIn(token, rightCode());

    await expect(signIn(token, rightCode(1))).rejects.toMatchObject(invalidToken);
  });

  it('takes a code once, and none from before it', async () => {
    await signIn(await challenge(), rightCode());

    for (const code of [rightCode(), rightCode(-1)]) {
      await expect(signIn(await challenge(), code)).rejects.toMatchObject(invalidCode);
    }
    await expect(signIn(await challenge(), rightCode(1))).resolves.toBe(userId);
  });

  it('does not take the code that has turned the second factor on', async () => {
    await expect(signIn(await challenge(), rightCode(-2))).rejects.toMatchObject(invalidCode);
    const fresh = await personWithSecondFactor(createMemoryDatabase());
    fresh.identity.clock.advance(-60);
    const token = await fresh.identity.secondFactor.challenge(fresh.userId);
    const code = codeOf(fresh.secret, fresh.identity.clock);

    await expect(fresh.identity.secondFactor.redeem(token, code)).rejects.toMatchObject(invalidCode);
  });

  it('takes a recovery code once', async () => {
    await signIn(await challenge(), recoveryCodes[0] ?? '');

    await expect(signIn(await challenge(), recoveryCodes[0] ?? '')).rejects.toMatchObject(invalidCode);
    await expect(signIn(await challenge(), recoveryCodes[1] ?? '')).resolves.toBe(userId);
  });

  it('takes the fifth code of a sign-in, and no sixth', async () => {
    const [fifth, sixth] = [await challenge(), await challenge()];
    for (let tries = 0; tries < 4; tries += 1) await identity.secondFactor.redeem(fifth, wrongCode()).catch(() => 0);
    for (let tries = 0; tries < 5; tries += 1) await identity.secondFactor.redeem(sixth, wrongCode()).catch(() => 0);

    await expect(signIn(sixth, rightCode())).rejects.toMatchObject(invalidToken);
    await expect(signIn(fifth, rightCode())).resolves.toBe(userId);
  });

  it('puts a wrong code on record', async () => {
    await expect(signIn(await challenge(), wrongCode())).rejects.toMatchObject(invalidCode);

    expect(database.itemsOf('audit')).toContainEqual(
      expect.objectContaining({ action: 'session.refused', subject: `users/${userId}`, outcome: 'failure' }),
    );
  });

  it.each(['', 'x', 'A'.repeat(43)])('knows no token %p', async (token) => {
    await expect(signIn(token, rightCode())).rejects.toMatchObject(invalidToken);
  });

  it('takes a token for five minutes', async () => {
    const token = await challenge();
    identity.clock.advance(299);
    await identity.secondFactor.redeem(token, rightCode());
    identity.clock.advance(1);

    await expect(signIn(token, rightCode())).rejects.toMatchObject(invalidToken);
  });

  it.each([
    ['the person is deleted', { status: 'deleted' as const }],
    ['the person is locked', { status: 'locked' as const }],
    ['the second factor is off', { mfaEnabled: false }],
    ['the password is changed', { passwordChangedAt: '2026-03-08T09:31:00.001Z' }],
  ])('is over when %s in between', async (_, set) => {
    const token = await challenge();
    await identity.commit([changeSecurity(userId, { set })]);

    await expect(signIn(token, rightCode())).rejects.toMatchObject(invalidToken);
  });

  it('is over when the password was changed before the token was shown, but after it was looked at', async () => {
    const asOf = identity.clock();
    identity.clock.advance(1);
    await identity.commit([changeSecurity(userId, { set: { passwordChangedAt: identity.clock().toISOString() } })]);
    const token = await identity.secondFactor.challenge(userId, { asOf });

    await expect(signIn(token, rightCode())).rejects.toMatchObject(invalidToken);
  });

  it('is over when the second factor is turned off in between, and stays so when it is turned on anew', async () => {
    const [early, late] = [await challenge(), await challenge()];
    await identity.secondFactorSettings.disable({ userId }, rightCode());
    await expect(signIn(early, recoveryCodes[0] ?? '')).rejects.toMatchObject(invalidToken);
    identity.clock.advance(60);
    const anew = await turnOnSecondFactor(identity, userId);

    await expect(signIn(late, anew.recoveryCodes[0] ?? '')).rejects.toMatchObject(invalidToken);
  });

  it.each([
    ['the code of the moment', () => rightCode()],
    ['a recovery code', () => recoveryCodes[0] ?? ''],
  ])('is over when the second factor is turned off after %s was checked', async (_, code) => {
    const { writes } = await identity.secondFactor.redeem(await challenge(), code());
    await identity.secondFactorSettings.disable({ userId }, recoveryCodes[1] ?? '');

    await expect(commitWith(identity, writes)).rejects.toMatchObject(invalidCode);
  });

  it('is over when the second factor is set up anew after the code was checked', async () => {
    const { writes } = await identity.secondFactor.redeem(await challenge(), rightCode(1));
    await identity.secondFactorSettings.disable({ userId }, recoveryCodes[1] ?? '');
    await turnOnSecondFactor(identity, userId);

    await expect(commitWith(identity, writes)).rejects.toMatchObject(invalidCode);
  });

  it('makes two reads, and counts in the sign-in and in the account', async () => {
    const token = await challenge();
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    await identity.secondFactor.redeem(token, rightCode());

    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 2, transact: 0 });
  });
});

describe.each([['memory'], ['DynamoDB']])('many at once, on %s:', (name) => {
  let dynamo: TestDynamoDb | undefined;
  let person: Awaited<ReturnType<typeof personWithSecondFactor>>;
  let signIn: ReturnType<typeof signInWith>;

  beforeAll(async () => {
    if (name === 'DynamoDB') dynamo = await startTestDynamoDb();
  });

  afterAll(() => dynamo?.stop());

  beforeEach(async () => {
    person = await personWithSecondFactor(dynamo?.database ?? createMemoryDatabase());
    signIn = signInWith(person.identity);
  });

  const challenges = (many: number) =>
    Promise.all(Array.from({ length: many }, () => person.identity.secondFactor.challenge(person.userId)));

  it(`of ${sizes.wrongCodes} wrong codes in one sign-in five are checked`, async () => {
    const [token = ''] = await challenges(1);
    const wrongCode = wrongCodeFor(person.secret, person.identity.clock);

    const outcomes = codesOf(await atOnce(sizes.wrongCodes, () => signIn(token, wrongCode)));

    expect(outcomes.filter((code) => code === invalidCode.code)).toHaveLength(5);
    expect(outcomes.filter((code) => code === invalidToken.code)).toHaveLength(sizes.wrongCodes - 5);
  });

  it('of ten that redeem one token, each with a code of its own, one gets in', async () => {
    const [token = ''] = await challenges(1);

    const outcomes = codesOf(await atOnce(10, (number) => signIn(token, person.recoveryCodes[number] ?? '')));

    expect(outcomes.sort()).toEqual([...Array(9).fill(invalidToken.code), 'in']);
  });

  it.each([
    ['code', () => codeOf(person.secret, person.identity.clock)],
    ['recovery code', () => person.recoveryCodes[0] ?? ''],
  ])(`of ${sizes.redemptions} sign-ins with one %s one gets in`, async (_, code) => {
    const tokens = await challenges(sizes.redemptions);

    const outcomes = codesOf(await atOnce(sizes.redemptions, (number) => signIn(tokens[number] ?? '', code())));

    const refused = [invalidCode.code, 'TOO_MANY_ATTEMPTS'];
    expect(outcomes.filter((outcome) => outcome === 'in')).toHaveLength(1);
    expect(outcomes.filter((outcome) => refused.includes(outcome))).toHaveLength(sizes.redemptions - 1);
  });

  it('ten sign-ins with ten recovery codes all get in', async () => {
    const tokens = await challenges(10);

    const outcomes = await atOnce(10, (number) => signIn(tokens[number] ?? '', person.recoveryCodes[number] ?? ''));

    expect(codesOf(outcomes)).toEqual(Array(10).fill('in'));
  });
});
