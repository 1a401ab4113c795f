import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { AnswerLost } from '../../../lib/data/database.ts';
import { Unauthenticated, Unavailable } from '../../../lib/errors.ts';
import type { Authenticate } from '../../../lib/http/caller.ts';
import { endpoint } from '../../../lib/http/endpoint.ts';
import { livePolicies, type Policies } from '../../../lib/http/rate-limit-policy.ts';
import { createRateLimits } from '../../../lib/http/rate-limits.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { http } from '../../../lib/http/trigger.ts';
import { schema } from '../../../lib/schemas.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { type Answer, createTestCaller, createTestStack, type RequestFields, send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';

const route = {
  path: '/v1/things',
  responses: { 200: schema(() => z.string()) },
  grants: [],
  allow: 'signed-in',
} as const;
const read = http({ ...route, method: 'GET' });
const write = http({ ...route, method: 'POST' });
const roomy = { quota: 1_000, seconds: 900 };
const policies: Policies = {
  anonymous: { name: 'anonymous', ...roomy },
  'signed-in': { name: 'signed-in', ...roomy },
  credentials: { name: 'credentials', ...roomy },
  refresh: { name: 'refresh', ...roomy },
  sensitive: { name: 'sensitive', ...roomy },
  reads: { name: 'reads', ...roomy },
  refusals: { name: 'refusals', quota: 3, seconds: 60 },
};

const keyed = (key: string): RequestFields => ({ headers: { 'x-api-key': key } });
const bearer = (token: string): RequestFields => ({ headers: { authorization: `Bearer ${token}` } });

let clock: TestClock;
let database: MemoryDatabase;
/** Credentials that were looked up, in order. */
let looks: string[];
let good: Set<string>;

beforeEach(() => {
  clock = createTestClock('2026-03-08T09:34:00.500Z');
  database = createMemoryDatabase();
  looks = [];
  good = new Set(['good', 'Bearer good']);
});

const authenticate: Authenticate = async ({ headers: { authorization, 'x-api-key': key } }) => {
  const shown = authorization ?? key;
  if (shown === undefined) throw new Unauthenticated('AUTHENTICATION_REQUIRED', 'Sign in first.');
  looks.push(shown);
  if (shown === 'unreachable') throw new Unavailable('ISSUER_UNAVAILABLE', 'Try again.');
  if (good.has(shown)) return createTestCaller();
  throw new Unauthenticated(key ? 'INVALID_API_KEY' : 'INVALID_ACCESS_TOKEN', 'No.');
};

/** An endpoint as another instance of the function has it: the store is the same, the memory is its own. */
function handlerOf(trigger: typeof read | typeof write = read, its = (): Policies | undefined => policies) {
  const limits = createRateLimits({ ...createTestPlatform(database, { clock }), policies: its });
  return endpoint(trigger as typeof read, () => 'done', { ...createTestStack({ authenticate }), limits });
}

async function sendAll(handler: HttpHandler, requests: readonly RequestFields[]): Promise<Answer[]> {
  const answers = [];
  for (const fields of requests) answers.push(await send(handler, fields));
  return answers;
}

const statusesOf = (answers: readonly Answer[]) => answers.map(({ status }) => status);
const bad = (many: number, show = keyed) => Array.from({ length: many }, (_, at) => show(`bad-${at}`));

describe('keys and tokens that are none', () => {
  it.each([
    ['keys', keyed],
    ['tokens', bearer],
  ])('are refused by 429 once there were too many %s from one network', async (_, show) => {
    const answers = await sendAll(handlerOf(), bad(5, show));

    expect(statusesOf(answers)).toEqual([401, 401, 401, 429, 429]);
    expect(answers.map(({ headers }) => headers.ratelimit)).toEqual([
      '"refusals";r=2;t=60',
      '"refusals";r=1;t=60',
      '"refusals";r=0;t=60',
      '"refusals";r=0;t=60',
      '"refusals";r=0;t=60',
    ]);
    expect(answers[3]).toMatchObject({
      json: { code: 'RATE_LIMITED' },
      headers: { 'retry-after': '60', 'ratelimit-policy': '"refusals";q=3;w=60' },
    });
  });

  it('are not looked up any more by then: a key never, a token that was refused before', async () => {
    const handler = handlerOf();
    await sendAll(handler, bad(3, bearer));
    looks = [];

    await sendAll(handler, [keyed('bad-7'), bearer('bad-1'), bearer('bad-8'), bearer('bad-8')]);

    expect(looks).toEqual(['Bearer bad-8']);
  });

  it('are refused to their network alone, and until the window ends', async () => {
    const handler = handlerOf();
    await sendAll(handler, bad(4));

    const elsewhere = await send(handler, { ...keyed('bad-5'), address: '198.51.100.4' });
    clock.advance(60);
    const later = await send(handler, keyed('bad-6'));

    expect(statusesOf([elsewhere, later])).toEqual([401, 401]);
    expect(later.headers.ratelimit).toBe('"refusals";r=2;t=60');
  });

  it('are counted in the memory of the instance where they ask for a GET', async () => {
    await sendAll(handlerOf(), bad(5));

    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });
  });

  it('are counted in the store where they ask for a write, until the window is used up', async () => {
    const requests = bad(5).map((fields) => ({ ...fields, method: 'POST' }));

    const answers = await sendAll(handlerOf(write), requests);
    const [elsewhere] = await sendAll(handlerOf(write), requests.slice(0, 1));

    expect(statusesOf(answers)).toEqual([401, 401, 401, 429, 429]);
    expect(elsewhere?.status).toBe(429);
    expect(database.calls.write).toBe(4);
    expect(JSON.stringify(database.itemsOf('platform'))).not.toMatch(/203\.0\.113\.7|bad-/);
  });

  it('are refused to a write as well once GETs have used the window up, and cost the store nothing', async () => {
    const limits = createRateLimits({ ...createTestPlatform(database, { clock }), policies: () => policies });
    const stack = { ...createTestStack({ authenticate }), limits };
    await sendAll(
      endpoint(read, () => 'done', stack),
      bad(3),
    );

    const answer = await send(
      endpoint(write, () => 'done', stack),
      { method: 'POST', ...bearer('bad') },
    );

    expect([answer.status, database.calls.write]).toEqual([429, 0]);
  });

  it('are refused by 401 while the store of the limits fails', async () => {
    database.hooks.before = () => {
      throw new AnswerLost();
    };

    const answers = await sendAll(handlerOf(write), bad(4));

    expect(statusesOf(answers)).toEqual([401, 401, 401, 401]);
  });

  it('are not limited where limits are off', async () => {
    const answers = await sendAll(handlerOf(read, livePolicies), bad(5));

    expect(statusesOf(answers)).toEqual([401, 401, 401, 401, 401]);
    expect(answers[0]?.headers).not.toHaveProperty('ratelimit');
  });
});

describe('whoever shares a network with strangers', () => {
  it.each([
    ['whose key was good before', keyed('good'), 200],
    ['whose token was good before', bearer('good'), 200],
  ])('goes on: one %s', async (_, fields, status) => {
    const handler = handlerOf();
    await send(handler, fields);
    await sendAll(handler, bad(4));

    const answer = await send(handler, fields);

    expect(answer.status).toBe(status);
    expect(answer.headers.ratelimit).toMatch('"reads"');
  });

  it('goes on with a token that is genuine, though it was never shown', async () => {
    const handler = handlerOf();
    await sendAll(handler, bad(4));

    expect((await send(handler, bearer('good'))).status).toBe(200);
  });

  it('waits with a key that this instance has never seen: what it is, the store alone could tell', async () => {
    const handler = handlerOf();
    await sendAll(handler, bad(4));
    looks = [];

    const answer = await send(handler, keyed('good'));

    expect([answer.status, looks]).toEqual([429, []]);
  });

  it('is refused when what was good has ended, and by then without a look', async () => {
    const handler = handlerOf();
    await send(handler, keyed('good'));
    await sendAll(handler, bad(3));
    good.clear();
    looks = [];

    const answers = await sendAll(handler, [keyed('good'), keyed('good')]);

    expect([statusesOf(answers), looks]).toEqual([[429, 429], ['good']]);
  });

  it('is forgotten when nothing good was shown for a quarter of an hour', async () => {
    const handler = handlerOf();
    await send(handler, keyed('good'));
    clock.advance(15 * 60 + 1);
    await sendAll(handler, bad(3));

    expect((await send(handler, keyed('good'))).status).toBe(429);
  });

  it.each([
    ['shows nothing', {}, 401],
    ['cannot be told yet who they are', keyed('unreachable'), 503],
  ])('is not counted where they %s', async (_, fields, status) => {
    const handler = handlerOf();

    const answers = await sendAll(handler, [...Array.from({ length: 5 }, () => fields), keyed('bad')]);

    expect(statusesOf(answers)).toEqual([status, status, status, status, status, 401]);
    expect(answers[0]?.headers).not.toHaveProperty('ratelimit');
    expect(answers[5]?.headers.ratelimit).toBe('"refusals";r=2;t=60');
  });
});
