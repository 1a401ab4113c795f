import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler } from '../../../functions/auth/log-in.ts';
import type { Database } from '../../../lib/data/database.ts';
import type { Passwords } from '../../../lib/domains/identity/auth/passwords/passwords.ts';
import { changeSecurity } from '../../../lib/domains/identity/users/security-repository.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { createContendedDatabase } from '../../support/contended-database.ts';
import { createTestStack, invoke, lambdaContext, type RequestFields, send } from '../../support/http.ts';
import { createIdentity, type Identity, registrationOf } from '../../support/identity.ts';
import { letOthersGoOn } from '../../support/lockout.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { seededRandom } from '../../support/random.ts';
import { turnOnSecondFactor } from '../../support/second-factor.ts';
import { createCountingPasswords } from '../../support/sign-in.ts';
import { sizes } from '../../support/sizes.ts';

const right = 'Correct-Horse-9';
const wrong = 'Wrong-Horse-9';

let memory: MemoryDatabase;
let identity: Identity;
let handler: HttpHandler;
let counted: { verified: number };
let slept: number[];
let whileAsleep: () => unknown;
let userId: string;

async function begin(database: Database, passwordsOf: (passwords: Passwords) => Passwords = (same) => same) {
  const counting = createCountingPasswords();
  counted = counting.counted;
  slept = [];
  whileAsleep = () => undefined;
  identity = await createIdentity(database, {
    passwords: passwordsOf(counting.passwords),
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      whileAsleep();
      await letOthersGoOn(milliseconds);
    },
  });
  handler = createHandler(identity.signIns, createTestStack());
  ({ id: userId } = await identity.registrations.register(registrationOf({ password: right })));
}

const request = (overrides: Record<string, unknown> = {}): RequestFields => ({
  method: 'POST',
  json: { email: 'ada@example.com', password: right, transport: 'body', ...overrides },
});
const logIn = (overrides?: Record<string, unknown>) => send(handler, request(overrides));

async function atOnce(times: number, overridesOf: (number: number) => Record<string, unknown> = () => ({})) {
  const requests = Array.from({ length: times }, (_, number) => request(overridesOf(number)));
  const answers = await Promise.all(
    requests.map((fields) => invoke(handler, fields, lambdaContext({ milliseconds: 300_000 }))),
  );
  return answers.map(({ status, headers }) => ({ status, retryAfter: headers['retry-after'] }));
}

const statusesOf = (answers: readonly { readonly status: number }[]) => [
  ...new Set(answers.map(({ status }) => status)),
];
async function guessTimes(times: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let time = 0; time < times; time++) statuses.push((await logIn({ password: wrong })).status);
  return statuses;
}

/** What the person may be like who signs in in many tabs at once. */
const people: readonly [string, () => Promise<Record<string, unknown>>][] = [
  ['whose first sign-in it is', async () => ({})],
  [
    'who has signed in before',
    async () => {
      await logIn();
      return {};
    },
  ],
  [
    'on a device that is known',
    async () => {
      const { json } = await logIn();
      return { deviceToken: (json.data as { deviceToken: string }).deviceToken };
    },
  ],
  [
    'with a second factor',
    async () => {
      await turnOnSecondFactor(identity, userId);
      return {};
    },
  ],
  [
    'whose hash is out of date',
    async () => {
      await identity.commit([changeSecurity(userId, { set: { passwordHash: `old-hash:${right}` } })]);
      return {};
    },
  ],
];

/** One person will do where nothing collides. */
const databases: readonly [string, () => Database, typeof people][] = [
  ['memory', () => memory, people.slice(0, 1)],
  [
    'memory where transactions collide',
    () => createContendedDatabase(memory, { share: 0.9, random: seededRandom(1) }),
    people,
  ],
];

const upToDate = (passwords: Passwords): Passwords => ({
  ...passwords,
  verify: (typed, hash) => passwords.verify(typed, hash?.replace(/^old-/, '')),
});

describe.each(databases)(`POST /v1/auth/login ${sizes.signIns} times at once, on %s`, (_, createDatabase, whoever) => {
  beforeEach(async () => {
    memory = createMemoryDatabase();
    await begin(createDatabase(), upToDate);
  });

  it.each(whoever)('lets somebody in %s, or has them try again, and locks nobody', async (_who, prepare) => {
    const overrides = await prepare();

    const answers = await atOnce(sizes.signIns, () => overrides);

    expect(statusesOf(answers).filter((status) => status !== 200 && status !== 429)).toEqual([]);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status === 429).every(({ retryAfter }) => retryAfter === '1')).toBe(true);
    expect(memory.itemsOf('identity').filter(({ attempts }) => Number(attempts) > 0)).toEqual([]);
    expect((await logIn(overrides)).status).toBe(200);
    expect(await guessTimes(10)).toEqual(Array(10).fill(401));
  });

  it.each([
    ['an account', 'ada@example.com'],
    ['an address that nobody has', 'nobody@example.com'],
  ])('looks at ten wrong passwords of %s', async (_what, email) => {
    const answers = await atOnce(sizes.signIns, () => ({ email, password: wrong }));

    expect(counted.verified).toBe(10);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(sizes.signIns - 10);
  });

  it('refuses the wrong ones among the right ones, and fails for nobody', async () => {
    const answers = await atOnce(sizes.signIns, (number) => (number % 2 === 0 ? {} : { password: wrong }));

    const rightOnes = answers.filter((_answer, number) => number % 2 === 0);
    const wrongOnes = answers.filter((_answer, number) => number % 2 === 1);
    expect(statusesOf(rightOnes).filter((status) => status !== 200 && status !== 429)).toEqual([]);
    expect(statusesOf(wrongOnes).filter((status) => status !== 401 && status !== 429)).toEqual([]);
  });
});

describe('POST /v1/auth/login while ten others are undecided', () => {
  let decide: () => void;
  let others: Promise<unknown>;

  /** Ten whose password is looked at until `decide` is called. */
  async function beginTen(password: string): Promise<void> {
    const gate = new Promise<void>((resolve) => {
      decide = resolve;
    });
    memory = createMemoryDatabase();
    let looked = 0;
    await begin(memory, (passwords) => ({
      ...passwords,
      verify: async (typed, hash) => {
        if (looked++ < 10) await gate;
        return passwords.verify(typed, hash);
      },
    }));
    others = atOnce(10, () => ({ password }));
    while (looked < 10) await letOthersGoOn(0);
  }

  it('waits for them, and comes in once they have', async () => {
    await beginTen(right);
    whileAsleep = () => decide();

    const answer = await logIn();

    expect(answer.status).toBe(200);
    expect(slept.length).toBeGreaterThan(0);
    await others;
  });

  it('waits for them, and has the whole wait before it once they have failed', async () => {
    await beginTen(wrong);
    whileAsleep = () => decide();

    const answer = await logIn();

    expect([answer.status, answer.headers['retry-after']]).toEqual([429, '60']);
    await others;
  });

  it('waits a second at most, and is to try again a second later', async () => {
    await beginTen(right);

    const answer = await logIn();

    expect([answer.status, answer.json.code, answer.headers['retry-after']]).toEqual([429, 'TOO_MANY_ATTEMPTS', '1']);
    expect(slept.reduce((sum, milliseconds) => sum + milliseconds, 0)).toBe(1_000);
    decide();
    await others;
  });

  it('takes them for failures when they have said nothing for five seconds', async () => {
    await beginTen(right);
    identity.clock.advance(4.9);
    const before = await logIn();
    identity.clock.advance(0.1);
    const afterwards = await logIn();
    identity.clock.advance(55);
    const waited = await logIn();

    expect([before, afterwards].map(({ headers }) => headers['retry-after'])).toEqual(['1', '55']);
    expect(waited.status).toBe(200);
    decide();
    await others;
  });

  it('takes those who died for failures in the next wait, too', async () => {
    await beginTen(right);
    identity.clock.advance(60);
    await guessTimes(1);

    const answer = await logIn();

    expect([answer.status, answer.headers['retry-after']]).toEqual([429, '120']);
    decide();
    await others;
  });
});
