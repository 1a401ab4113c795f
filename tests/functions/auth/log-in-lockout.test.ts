import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler } from '../../../functions/auth/log-in.ts';
import { AnswerLost, type Database, DatabaseBusy, ItemContended } from '../../../lib/data/database.ts';
import type { Sleep } from '../../../lib/data/retry.ts';
import { emailHashOf } from '../../../lib/domains/identity/users/repository.ts';
import { changeSecurity } from '../../../lib/domains/identity/users/security-repository.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { startTestDynamoDb, type TestDynamoDb } from '../../support/dynamodb.ts';
import {
  type Answer,
  createTestCaller,
  createTestStack,
  invoke,
  lambdaContext,
  type RequestFields,
  send,
} from '../../support/http.ts';
import { createIdentity, type Identity, lastTokenId, registrationOf } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createPeople, type People } from '../../support/people.ts';
import { createCountingPasswords } from '../../support/sign-in.ts';
import { sizes } from '../../support/sizes.ts';

const home = '198.51.100.20';
const elsewhere = '192.0.2.66';

/** As long for a person as for nobody. */
const sealed = expect.stringMatching(/^[\w-]{90}$/);

let identity: Identity;
let handler: HttpHandler;
let counted: { verified: number };
let email: string;
let userId: string;
let owners = 0;
const admin = createTestCaller({ permissions: new Set(['users:manage']) });

async function begin(database: Database, sleep?: Sleep): Promise<void> {
  const counting = createCountingPasswords();
  counted = counting.counted;
  identity = await createIdentity(database, { ...counting, sleep });
  handler = createHandler(identity.signIns, createTestStack());
  email = `owner${++owners}@example.com`;
  ({ id: userId } = await identity.registrations.register(registrationOf({ email })));
}

const request = (overrides: Record<string, unknown> = {}, address = elsewhere): RequestFields => ({
  method: 'POST',
  address,
  json: { email, password: 'Correct-Horse-9', transport: 'body', ...overrides },
});
const logIn = (overrides?: Record<string, unknown>, address?: string) => send(handler, request(overrides, address));
const guess = (overrides: Record<string, unknown> = {}, address?: string) =>
  logIn({ password: 'Wrong-Horse-9', ...overrides }, address);
const deviceTokenOf = (answer: Answer) => (answer.json.data as { deviceToken: string }).deviceToken;

async function guessTimes(times: number, overrides?: Record<string, unknown>, address?: string): Promise<number[]> {
  const statuses: number[] = [];
  for (let time = 0; time < times; time++) statuses.push((await guess(overrides, address)).status);
  return statuses;
}

/** Settles once as many as are let in have their answers: only then is it decided how long the others wait. */
let decided: Promise<void> = Promise.resolve();

async function guessAtOnce(times: number, letIn: number) {
  const fields = request({ password: 'Wrong-Horse-9' });
  let answered = 0;
  let decide = (): void => undefined;
  decided = new Promise((resolve) => {
    decide = resolve;
  });
  const guessOnce = async () => {
    const answer = await invoke(handler, fields, lambdaContext({ milliseconds: 300_000 }));
    if (++answered === letIn) decide();
    return answer;
  };
  return Promise.all(Array.from({ length: times }, guessOnce));
}

/** What must hold of the lockout, whatever database it is kept in; a slow one is spared some of the rivals. */
function lockoutContract(rivals: number): void {
  it(`looks at ten of ${rivals} wrong passwords at once, and lets the others wait a minute`, async () => {
    const answers = await guessAtOnce(rivals, 10);

    const statuses = answers.map(({ status }) => status).sort();
    const waits = answers.flatMap(({ headers }) => headers['retry-after'] ?? []);
    expect(counted.verified).toBe(10);
    expect(statuses).toEqual([...Array(10).fill(401), ...Array(rivals - 10).fill(429)]);
    expect(waits).toEqual(Array(rivals - 10).fill('60'));
  });

  it(`looks at ten of ${rivals} at once in place of tries that have been forgotten`, async () => {
    await guessTimes(9);
    identity.clock.advance(15 * 60);
    counted.verified = 0;

    await guessAtOnce(rivals, 10);

    expect(counted.verified).toBe(10);
  });

  it('looks at one of twenty at once when the wait is over', async () => {
    await guessTimes(10);
    identity.clock.advance(60);
    counted.verified = 0;

    const answers = await guessAtOnce(20, 1);

    expect(counted.verified).toBe(1);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(19);
  });

  it('lets the right password in once the wait is over, not before, and then forgets the failures', async () => {
    await guessTimes(10);
    const waiting = await logIn();
    identity.clock.advance(60);
    const answer = await logIn();

    expect([waiting.status, waiting.json.code]).toEqual([429, 'TOO_MANY_ATTEMPTS']);
    expect(answer.status).toBe(200);
    expect(await guessTimes(10)).toEqual(Array(10).fill(401));
  });

  it('makes the wait twice as long each time, and an hour at most', async () => {
    await guessTimes(10);
    const waits = [];
    for (let round = 0; round < 8; round++) {
      const { headers } = await guess();
      waits.push(Number(headers['retry-after']));
      identity.clock.advance(waits.at(-1) ?? 0);
      await guess();
    }

    expect(waits).toEqual([60, 120, 240, 480, 960, 1_920, 3_600, 3_600]);
  });
}

describe('the lockout of POST /v1/auth/login, kept in DynamoDB', () => {
  let dynamoDb: TestDynamoDb;

  beforeAll(async () => {
    dynamoDb = await startTestDynamoDb();
  });
  afterAll(() => dynamoDb?.stop());
  beforeEach(() => begin(dynamoDb.database, () => decided));

  lockoutContract(sizes.guessesOnDynamoDb);
});

describe('the lockout of POST /v1/auth/login, kept in memory', () => {
  let database: MemoryDatabase;
  let people: People;

  beforeEach(async () => {
    database = createMemoryDatabase();
    people = createPeople(database);
    await begin(database);
  });

  lockoutContract(sizes.guesses);

  const eventsOf = (type: string) =>
    database.itemsOf('events').flatMap(({ event }) => {
      const { type: found, data } = event as { type: string; data: unknown };
      return found === type ? [data] : [];
    });
  const entriesOf = (action: string) => database.itemsOf('audit').filter((entry) => entry.action === action);
  const lockedUntil = () => database.itemsOf('identity').find(({ sk }) => sk === 'PERSON')?.lockedUntil;
  const countCalls = async (work: () => Promise<unknown>) => {
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });
    await work();
    return { ...database.calls };
  };

  it('tells how long to wait from now', async () => {
    await guessTimes(10);
    identity.clock.advance(45.5);

    const { headers } = await guess();

    expect(headers['retry-after']).toBe('15');
  });

  it.each([1, 5, 9])('forgets %p failures after a quarter of an hour without one', async (failures) => {
    await guessTimes(failures);
    identity.clock.advance(15 * 60);

    expect(await guessTimes(10)).toEqual(Array(10).fill(401));
  });

  it('remembers them until then', async () => {
    await guessTimes(9);
    identity.clock.advance(15 * 60 - 1);

    expect(await guessTimes(2)).toEqual([401, 429]);
  });

  it('keeps a lock in mind for a day, so that who waits patiently begins with a long wait', async () => {
    await guessTimes(10);
    identity.clock.advance(24 * 60 * 60 - 1);
    const soon = await guessTimes(2);
    identity.clock.advance(24 * 60 * 60);

    expect(soon).toEqual([401, 429]);
    expect(await guessTimes(10)).toEqual(Array(10).fill(401));
  });

  it('forgets failures once the password was right in time', async () => {
    await guessTimes(9);
    await logIn();

    expect(await guessTimes(10)).toEqual(Array(10).fill(401));
  });

  it('is about one account and one network', async () => {
    await identity.registrations.register(registrationOf({ email: 'other@example.com' }));
    await guessTimes(11);

    const sameAccount = await logIn({}, home);
    const sameNetwork = await logIn({ email: 'other@example.com' });

    expect([sameAccount.status, sameNetwork.status]).toEqual([200, 200]);
  });

  it('takes the addresses of an IPv6 /64 for one network, and those of the next for another', async () => {
    for (let host = 1; host <= 10; host++) await guess({}, `2001:db8:1:2::${host}`);

    const [same, next] = [await guess({}, '2001:db8:1:2:ffff::1'), await guess({}, '2001:db8:1:3::1')];

    expect([same.status, next.status]).toEqual([429, 401]);
  });

  it('does not keep the owner from a device that has signed in before, on the network of a stranger who guesses', async () => {
    const deviceToken = deviceTokenOf(await logIn());
    await guessTimes(11);

    const [stranger, owner] = [await logIn(), await logIn({ deviceToken })];

    expect([stranger.status, owner.status]).toEqual([429, 200]);
    expect(owner.json.data).toMatchObject({ user: { status: 'locked' } });
  });

  it('bounds the tries of a known device as well, wherever it is', async () => {
    const deviceToken = deviceTokenOf(await logIn());
    await guessTimes(5, { deviceToken }, home);
    const statuses = await guessTimes(6, { deviceToken }, elsewhere);

    expect(statuses).toEqual([...Array(5).fill(401), 429]);
    expect((await logIn()).status).toBe(200);
  });

  it('takes a device of another person for a stranger', async () => {
    await identity.registrations.register(registrationOf({ email: 'other@example.com' }));
    const deviceToken = deviceTokenOf(await logIn({ email: 'other@example.com' }, home));
    await guessTimes(10);

    expect((await logIn({ deviceToken })).status).toBe(429);
  });

  it('is forgotten when the account is unlocked', async () => {
    await guessTimes(11);
    await identity.commit([changeSecurity(userId, { add: { unlocks: 1 } })]);

    expect((await logIn()).status).toBe(200);
  });

  it('answers for an address that nobody has as for any other, at the same cost', async () => {
    const nobody = { email: 'nobody@example.com', password: 'Wrong-Horse-9' };
    const seen = { known: [] as unknown[], unknown: [] as unknown[] };
    for (let time = 0; time < 12; time++) {
      for (const [who, overrides] of [
        ['known', { password: 'Wrong-Horse-9' }],
        ['unknown', nobody],
      ] as const) {
        let answer: Answer | undefined;
        const calls = await countCalls(async () => {
          answer = await logIn(overrides);
        });
        const { requestId: _, timestamp: __, ...body } = answer?.json ?? {};
        const { 'x-request-id': ___, ...headers } = answer?.headers ?? {};
        seen[who].push({ status: answer?.status, body, headers, cookies: answer?.cookies, calls });
      }
    }

    expect(seen.unknown).toEqual(seen.known);
    expect(seen.known.at(-1)).toMatchObject({ status: 429, body: { code: 'TOO_MANY_ATTEMPTS' } });
  });

  it('finds as many items for an address that nobody has as for any other, of about the same size', async () => {
    const found: number[][] = [];
    const batchGet: Database['batchGet'] = async (requests) => {
      const items = await database.batchGet(requests);
      found.push(items.map((item) => JSON.stringify(item ?? {}).length));
      return items;
    };
    await begin({ ...database, batchGet });
    found.length = 0;
    await guessTimes(11);
    const known = found.splice(0);
    await guessTimes(11, { email: 'nobody@example.com' });

    expect(found).toHaveLength(known.length);
    for (const [at, sizes] of known.entries())
      for (const [item, size] of sizes.entries()) expect(Math.abs(size - (found[at]?.[item] ?? 0))).toBeLessThan(150);
  });

  it('puts down once what it finds for an address that nobody has', async () => {
    const fresh = createMemoryDatabase();
    await begin(fresh);
    const decoys = () => fresh.itemsOf('identity').filter(({ sk }) => sk.startsWith('DECOY-'));
    for (const { pk, sk } of decoys()) await fresh.write({ kind: 'delete', table: 'identity', key: { pk, sk } });
    const answer = await guess({ email: 'nobody@example.com' });
    const putDown = decoys();
    await guess({ email: 'nobody@example.com' });

    expect([answer.status, putDown.length]).toEqual([401, 2]);
    expect(decoys()).toEqual(putDown);
  });

  it('writes no more and no larger items for an address that nobody has', async () => {
    const sizes: number[][] = [];
    database.hooks.before = (operation, actions) => {
      if (operation === 'transact') sizes.push((actions as object[]).map((action) => JSON.stringify(action).length));
    };
    await guessTimes(10);
    await guessTimes(10, { email: 'nobody@example.com' });

    const [known = [], unknown = []] = sizes;
    expect(sizes).toHaveLength(2);
    expect(unknown).toHaveLength(known.length);
    for (const [at, size] of known.entries()) expect(Math.abs(size - (unknown[at] ?? 0))).toBeLessThan(100);
  });

  it('makes two reads, one count, one entry of a failure, and one record that the try is decided', async () => {
    await guess();

    expect(await countCalls(guess)).toEqual({ get: 1, batchGet: 1, query: 0, write: 3, transact: 0 });
  });

  it('writes nothing for a try that has to wait', async () => {
    await guessTimes(10);
    const before = [database.itemsOf('identity'), database.itemsOf('audit'), database.itemsOf('events')];

    const calls = await countCalls(guess);

    expect(calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 1, transact: 0 });
    expect([database.itemsOf('identity'), database.itemsOf('audit'), database.itemsOf('events')]).toEqual(before);
  });

  it('tells the owner and the record at the tenth failure, and shows the person as locked for so long', async () => {
    await guessTimes(9);
    const early = [lockedUntil(), eventsOf('sign-in.locked'), entriesOf('sign-in.locked')];
    await guessTimes(3);

    expect(early).toEqual([undefined, [], []]);
    expect(lockedUntil()).toBe('2026-03-08T09:31:00.000Z');
    expect(eventsOf('sign-in.locked')).toEqual([{ emailHash: emailHashOf(email), account: sealed }]);
    expect(entriesOf('sign-in.locked')).toMatchObject([{ subject: `users/${userId}`, outcome: 'refused' }]);
    expect(entriesOf('session.refused')).toHaveLength(10);
  });

  it('shows the person as locked for longer with each failure after that, and tells nobody anything new', async () => {
    await guessTimes(10);
    identity.clock.advance(60);
    await guess();
    const soon = lockedUntil();
    identity.clock.advance(60 * 60);
    await guess();

    expect([soon, lockedUntil()]).toEqual(['2026-03-08T09:33:00.000Z', '2026-03-08T10:35:00.000Z']);
    expect(eventsOf('sign-in.locked')).toHaveLength(1);
    expect(entriesOf('sign-in.locked')).toHaveLength(1);
  });

  it('tells the owner once in an hour, from however many networks somebody guesses', async () => {
    await guessTimes(10);
    identity.clock.advance(60 * 60 - 1);
    await guessTimes(10, {}, home);
    const within = eventsOf('sign-in.locked').length;
    identity.clock.advance(1);
    await guessTimes(10, {}, '192.0.2.99');

    expect([within, eventsOf('sign-in.locked').length]).toEqual([1, 2]);
    expect(entriesOf('sign-in.locked')).toHaveLength(3);
  });

  it('tells nobody when the tenth try is the right one', async () => {
    await guessTimes(9);

    const answer = await logIn();

    expect(answer.status).toBe(200);
    expect([lockedUntil(), eventsOf('sign-in.locked')]).toEqual([undefined, []]);
    expect(database.itemsOf('identity').filter(({ pk }) => pk.startsWith('LOCKOUT#'))).toEqual([]);
  });

  it('records of an address that nobody has its hash alone', async () => {
    await guessTimes(10, { email: 'nobody@example.com' });

    const subject = `emails/${emailHashOf('nobody@example.com')}`;
    expect(entriesOf('session.refused')).toMatchObject(Array(10).fill({ subject, outcome: 'failure' }));
    expect(entriesOf('sign-in.locked')).toMatchObject([{ subject }]);
    expect(eventsOf('sign-in.locked')).toEqual([{ emailHash: emailHashOf('nobody@example.com'), account: sealed }]);
  });

  it('does not give a wrong try back whose record others keep from being written', async () => {
    await guessTimes(9);
    database.hooks.before = (operation) => {
      if (operation === 'transact') throw new ItemContended();
    };
    const crowded = await guess();
    delete database.hooks.before;
    const next = await logIn();
    identity.clock.advance(5);
    const later = await logIn();

    expect([crowded, next, later].map(({ status }) => status)).toEqual([429, 429, 429]);
    expect([crowded, next, later].map(({ headers }) => headers['retry-after'])).toEqual(['1', '1', '55']);
  });

  it('belongs to an account, whatever its address: who registers that anew has clean tries', async () => {
    await guessTimes(10);
    await people.deletions.delete(admin, { userId });
    const nobody = await guess();
    const { id } = await identity.registrations.register(registrationOf({ email }));

    expect(id).not.toBe(userId);
    expect(nobody.status).toBe(401);
    expect(await guessTimes(11)).toEqual([...Array(10).fill(401), 429]);
  });

  it('leaves those who knock at an address that nobody has apart from whoever registers it', async () => {
    await guessTimes(11, { email: 'later@example.com' });
    await identity.registrations.register(registrationOf({ email: 'later@example.com' }));

    expect((await logIn({ email: 'later@example.com' })).status).toBe(200);
  });

  it('follows an account to its next address', async () => {
    await guessTimes(10);
    const next = `next-${email}`;
    await identity.emailChanges.request({ userId }, { email: next, password: 'Correct-Horse-9' });
    await identity.emailChanges.confirm(await identity.oneTimeTokens.tokenOf('change-email', lastTokenId(database)));

    expect([(await logIn()).status, (await logIn({ email: next })).status]).toEqual([401, 429]);
  });

  it('is told to the person whose account it is, at the address they have by then, and to nobody who came after', async () => {
    await guessTimes(10);
    const [{ account }] = eventsOf('sign-in.locked') as [{ account: string }];
    const before = await identity.mailRecipients.findRecipientOfAccount(account);
    await people.deletions.delete(admin, { userId });
    await identity.registrations.register(registrationOf({ email }));

    expect(before).toMatchObject({ email });
    expect(await identity.mailRecipients.findRecipientOfAccount(account)).toBeUndefined();
  });

  it('tells nobody of what was locked before somebody had the address', async () => {
    await guessTimes(10, { email: 'nobody@example.com' });
    const [{ account }] = eventsOf('sign-in.locked') as [{ account: string }];
    await identity.registrations.register(registrationOf({ email: 'nobody@example.com' }));

    expect(await identity.mailRecipients.findRecipientOfAccount(account)).toBeUndefined();
  });

  it('names an account in its event as nobody but us can read', async () => {
    await guessTimes(10);

    expect(JSON.stringify(eventsOf('sign-in.locked'))).not.toContain(userId);
  });

  it('takes a device of the account that had the address before for a stranger', async () => {
    const deviceToken = deviceTokenOf(await logIn());
    await people.deletions.delete(admin, { userId });
    await identity.registrations.register(registrationOf({ email }));
    await guessTimes(10);

    expect((await logIn({ deviceToken })).status).toBe(429);
  });

  it('puts no network address into a key', async () => {
    await guess({}, home);

    const keys = database.itemsOf('identity').map(({ pk, sk }) => `${pk} ${sk}`);
    expect(keys.some((key) => key.startsWith('LOCKOUT#'))).toBe(true);
    expect(keys.filter((key) => key.includes(home))).toEqual([]);
  });

  it('counts a try once whose count was written and whose answer was lost', async () => {
    let lost = 0;
    database.hooks.after = (operation) => {
      if (operation === 'write' && lost++ === 0) throw new AnswerLost();
    };
    await guess();
    delete database.hooks.after;

    expect(await guessTimes(10)).toEqual([...Array(9).fill(401), 429]);
  });

  it.each([
    ['does not answer', AnswerLost],
    ['is too busy', DatabaseBusy],
  ])('answers 503 and looks at no password while the store of the counts %s', async (_, Failure) => {
    database.hooks.before = (operation) => {
      if (operation === 'write') throw new Failure();
    };

    const answer = await logIn();

    expect([answer.status, answer.json.code]).toEqual([503, 'DATABASE_UNAVAILABLE']);
    expect(counted.verified).toBe(0);
  });

  it('answers 429 and looks at no password while rivals keep its count from being written', async () => {
    database.hooks.before = (operation) => {
      if (operation === 'write') throw new ItemContended();
    };

    const answer = await logIn();

    expect([answer.status, answer.json.code, answer.headers['retry-after']]).toEqual([429, 'TOO_MANY_ATTEMPTS', '1']);
    expect(counted.verified).toBe(0);
  });

  it('answers 401 also where rivals keep a failure from being recorded, which counts all the same', async () => {
    await guessTimes(9);
    let writes = 0;
    database.hooks.before = (operation) => {
      // The count as a free try, which is refused, and as the last one; then the record of the failure.
      if (operation === 'write' && ++writes > 2) throw new ItemContended();
    };
    const answer = await guess();
    delete database.hooks.before;
    identity.clock.advance(5);

    expect(answer.status).toBe(401);
    expect((await logIn()).headers['retry-after']).toBe('55');
  });

  it('answers 503 while a failure cannot be put on record', async () => {
    database.hooks.before = (_, action) => {
      if ((action as { table?: string }).table === 'audit') throw new AnswerLost();
    };

    expect((await guess()).status).toBe(503);
  });
});
