import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler as createLogInHandler } from '../../../functions/auth/log-in.ts';
import { createHandler } from '../../../functions/auth/log-in-with-mfa.ts';
import { changeSecurity } from '../../../lib/domains/identity/users/security-repository.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { createContendedDatabase } from '../../support/contended-database.ts';
import { type Answer, createTestStack, invoke, lambdaContext, send } from '../../support/http.ts';
import { createIdentity, type Identity, registrationOf } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { seededRandom } from '../../support/random.ts';
import { codeOf, turnOnSecondFactor, wrongCodeFor } from '../../support/second-factor.ts';
import { createCountingPasswords } from '../../support/sign-in.ts';
import { sizes } from '../../support/sizes.ts';

let database: MemoryDatabase;
let identity: Identity;
let logInHandler: HttpHandler;
let handler: HttpHandler;
let userId: string;
let secret: string;
let recoveryCodes: readonly string[];
let deviceToken: string;

async function begin(conflicts = false): Promise<void> {
  database = createMemoryDatabase();
  const { passwords } = createCountingPasswords();
  identity = await createIdentity(
    conflicts ? createContendedDatabase(database, { share: 0.9, random: seededRandom(1) }) : database,
    { passwords },
  );
  logInHandler = createLogInHandler(identity.signIns, createTestStack());
  handler = createHandler(identity.signIns, createTestStack());
  ({ id: userId } = await identity.registrations.register(registrationOf()));
  ({ secret, recoveryCodes } = await turnOnSecondFactor(identity, userId));
  identity.clock.advance(30);
  ({ deviceToken } = (await enter()).json.data as { deviceToken: string });
  identity.clock.advance(30);
}

beforeEach(() => begin());

const credentials = { email: 'ada@example.com', password: 'Correct-Horse-9' };
/** Each call comes from a network of its own. */
let networks = 0;
const elsewhere = () => `192.0.2.${networks++ % 250}`;

async function challenge(overrides: Record<string, unknown> = {}): Promise<string> {
  const json = { ...credentials, ...overrides };
  const answer = await send(logInHandler, { method: 'POST', json, address: elsewhere() });
  return (answer.json.data as { mfaToken: string }).mfaToken;
}

/** First steps of strangers, without the password that each took. */
const challenges = (times: number): Promise<string[]> =>
  Promise.all(Array.from({ length: times }, () => identity.secondFactor.challenge(userId)));

const requestOf = (mfaToken: string, code: string) => ({
  method: 'POST',
  address: elsewhere(),
  json: { mfaToken, code, transport: 'body' },
});
const redeem = (mfaToken: string, code: string) => send(handler, requestOf(mfaToken, code));
const rightCode = () => codeOf(secret, identity.clock);
const wrongCode = () => wrongCodeFor(secret, identity.clock);
const enter = async (code = rightCode(), overrides?: Record<string, unknown>) =>
  redeem(await challenge(overrides), code);

async function guessTimes(times: number, code = wrongCode(), overrides?: Record<string, unknown>): Promise<number[]> {
  const statuses: number[] = [];
  for (let time = 0; time < times; time++) statuses.push((await enter(code, overrides)).status);
  return statuses;
}

/** All at the same moment, each by a sign-in of its own or several by one. */
async function atOnce(tries: readonly (readonly [string, string])[]) {
  const requests = tries.map(([mfaToken, code]) => requestOf(mfaToken, code));
  const answers = await Promise.all(
    requests.map((fields) => invoke(handler, fields, lambdaContext({ milliseconds: 300_000 }))),
  );
  return answers.map(({ status, headers, json }) => ({ status, code: json.code, retryAfter: headers['retry-after'] }));
}

const told = () =>
  database.itemsOf('events').flatMap(({ event }) => {
    const { type, data } = event as { type: string; data: unknown };
    return type === 'sign-in.codes-guessed' ? [data] : [];
  });
const entriesOf = (action: string) => database.itemsOf('audit').filter((entry) => entry.action === action);
const lockedUntil = () => database.itemsOf('identity').find(({ sk }) => sk === 'PERSON')?.lockedUntil;
const waitOf = ({ status, json, headers }: Answer) => [status, json.code, headers['retry-after']];

describe('guessing codes of POST /v1/auth/login/mfa', () => {
  it.each([
    [`${sizes.codes} sign-ins`, sizes.codes, false],
    [`${sizes.codes / 5} sign-ins`, sizes.codes / 5, false],
    [`${sizes.codes} sign-ins, where transactions collide`, sizes.codes, true],
  ])(`has ten of ${sizes.codes} codes checked that come at once by %s`, async (_, signIns, conflicts) => {
    await begin(conflicts);
    const tokens = await challenges(signIns);
    const code = wrongCode();

    const answers = await atOnce(
      Array.from({ length: sizes.codes }, (_each, at) => [tokens[at % signIns] ?? '', code]),
    );

    expect(entriesOf('session.refused')).toHaveLength(10);
    expect(answers.filter((answer) => answer.code === 'INVALID_CODE')).toHaveLength(10);
    expect(answers.filter((answer) => answer.code === 'TOO_MANY_ATTEMPTS')).toHaveLength(sizes.codes - 10);
  });

  it('makes the right code wait as well, which then gets in and forgets the tries', async () => {
    await guessTimes(10);
    const waiting = await enter();
    identity.clock.advance(60);
    const answer = await enter();

    expect(waitOf(waiting)).toEqual([429, 'TOO_MANY_ATTEMPTS', '60']);
    expect(answer.status).toBe(200);
    expect(await guessTimes(11)).toEqual([...Array(10).fill(401), 429]);
  });

  it('makes the wait twice as long each time, and an hour at most', async () => {
    await guessTimes(10);
    const waits: number[] = [];
    for (let round = 0; round < 8; round++) {
      const { headers } = await enter(wrongCode());
      waits.push(Number(headers['retry-after']));
      identity.clock.advance(waits.at(-1) ?? 0);
      await enter(wrongCode());
    }

    expect(waits).toEqual([60, 120, 240, 480, 960, 1_920, 3_600, 3_600]);
  });

  it('counts recovery codes among them', async () => {
    await guessTimes(5);
    await guessTimes(5, 'AAAA-AAAA-AAAA-AAAA');

    const answer = await enter(recoveryCodes[0]);

    expect(waitOf(answer)).toEqual([429, 'TOO_MANY_ATTEMPTS', '60']);
  });

  it('forgets nine wrong codes once one was right', async () => {
    await guessTimes(9);
    await enter();
    identity.clock.advance(30);

    expect(await guessTimes(10)).toEqual(Array(10).fill(401));
  });

  it('tells the owner once, puts it on record, and shows the account as locked for so long', async () => {
    await guessTimes(9);
    const early = [told(), entriesOf('sign-in.codes-guessed'), lockedUntil()];
    await guessTimes(3);
    identity.clock.advance(60);
    await guessTimes(2);

    expect(early).toEqual([[], [], undefined]);
    expect(told()).toEqual([{ userId }]);
    expect(entriesOf('sign-in.codes-guessed')).toMatchObject([{ subject: `users/${userId}`, outcome: 'refused' }]);
    expect(entriesOf('session.refused')).toHaveLength(11);
    expect(lockedUntil()).toBe('2026-03-08T09:34:00.000Z');
  });

  it('tells the owner once in an hour, also when the tries were forgotten in between', async () => {
    await guessTimes(10);
    identity.clock.advance(60);
    await enter();
    await guessTimes(10);
    const within = told().length;
    identity.clock.advance(60 * 60);
    await enter();
    await guessTimes(10);

    expect([within, told().length]).toEqual([1, 2]);
  });

  it('lets the owner in on a device that has passed both steps before, which leaves the strangers waiting', async () => {
    await guessTimes(10);

    const owner = await enter(rightCode(), { deviceToken });

    expect(owner.status).toBe(200);
    expect(waitOf(await enter(wrongCode()))).toEqual([429, 'TOO_MANY_ATTEMPTS', '60']);
  });

  it('bounds the codes of a known device as well, and does not let strangers wait for it', async () => {
    const statuses = await guessTimes(11, wrongCode(), { deviceToken });

    expect(statuses).toEqual([...Array(10).fill(401), 429]);
    expect((await enter()).status).toBe(200);
  });

  it('takes a device of another person for a stranger’s', async () => {
    await identity.registrations.register(registrationOf({ email: 'eve@example.com' }));
    const json = { ...credentials, email: 'eve@example.com', transport: 'body' };
    const other = (await send(logInHandler, { method: 'POST', json })).json.data as { deviceToken: string };
    await guessTimes(10);

    expect((await enter(rightCode(), { deviceToken: other.deviceToken })).status).toBe(429);
  });

  it('forgets the tries when the account’s unlocks are raised, as by an admin and by a reset', async () => {
    await guessTimes(10);
    await identity.commit([changeSecurity(userId, { add: { unlocks: 1 } })]);

    expect((await enter()).status).toBe(200);
  });

  it('keeps nobody from the first step, and no other account', async () => {
    await identity.registrations.register(registrationOf({ email: 'eve@example.com' }));
    await guessTimes(10);

    const other = await send(logInHandler, { method: 'POST', json: { ...credentials, email: 'eve@example.com' } });

    expect(await challenge()).toMatch(/^[\w-]{43}$/);
    expect(other.status).toBe(200);
  });

  it('checks nothing, and puts nothing on record, of a code that has to wait', async () => {
    await guessTimes(10);
    const token = await challenge();
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });
    const audit = database.itemsOf('audit').length;

    await redeem(token, rightCode());

    // The token, its count, what the code is judged by, the account's count, which is refused.
    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 2, transact: 0 });
    expect(database.itemsOf('audit')).toHaveLength(audit);
  });
});

describe.each([
  ['memory', false],
  ['memory where transactions collide', true],
])('right codes of POST /v1/auth/login/mfa at once, on %s', (_, conflicts) => {
  beforeEach(() => begin(conflicts));

  it.each([
    ['recovery code', () => recoveryCodes[0] ?? ''],
    ['code of the moment', () => rightCode()],
  ])('lets one in of two with one %s, and refuses the other with 401', async (_what, code) => {
    const [one = '', other = ''] = await challenges(2);

    const answers = await atOnce([
      [one, code()],
      [other, code()],
    ]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect(answers.map((answer) => answer.code)).toContain('INVALID_CODE');
  });

  it('fails for none of fifty with one code', async () => {
    const tokens = await challenges(50);
    const code = rightCode();

    const answers = await atOnce(tokens.map((token) => [token, code]));

    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => ![200, 401, 429].includes(status))).toEqual([]);
  });

  it('lets ten in at once who each have a recovery code of their own, or has them try again', async () => {
    const tokens = await challenges(10);

    const answers = await atOnce(tokens.map((token, at) => [token, recoveryCodes[at] ?? '']));

    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(0);
    expect(statuses.filter((status) => ![200, 429].includes(status))).toEqual([]);
    expect(database.itemsOf('identity').filter(({ attempts }) => Number(attempts) > 0)).toEqual([]);
    const left = await identity.mailRecipients.countRecoveryCodes(userId);
    expect(left).toBe(10 - statuses.filter((status) => status === 200).length);
  });
});
