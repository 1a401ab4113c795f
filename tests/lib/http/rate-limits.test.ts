import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { AnswerLost } from '../../../lib/data/database.ts';
import { NotFound } from '../../../lib/errors.ts';
import { endpoint } from '../../../lib/http/endpoint.ts';
import { livePolicies, type Policies } from '../../../lib/http/rate-limit-policy.ts';
import { createRateLimits, type RateLimits } from '../../../lib/http/rate-limits.ts';
import { type HttpTrigger, http } from '../../../lib/http/trigger.ts';
import { schema } from '../../../lib/schemas.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { metricsOf } from '../../support/embedded-metrics.ts';
import { createTestCaller, createTestStack, invoke, type RequestFields, send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';

process.env.POLYCLINIC_METRICS = 'on';

const quarterHour = { quota: 3, seconds: 900 };
const policies: Policies = {
  anonymous: { name: 'anonymous', ...quarterHour },
  'signed-in': { name: 'signed-in', ...quarterHour },
  credentials: { name: 'credentials', ...quarterHour },
  refresh: { name: 'refresh', ...quarterHour },
  sensitive: { name: 'sensitive', ...quarterHour },
  reads: { name: 'reads', quota: 3, seconds: 60 },
  refusals: { name: 'refusals', quota: 3, seconds: 60 },
};

const route = { path: '/v1/things', responses: { 200: schema(() => z.string()) }, grants: [] } as const;
const publicWrite = http({ ...route, method: 'POST', allow: 'public' });
const ownWrite = http({ ...route, method: 'POST', allow: 'signed-in' });
const publicRead = http({ ...route, method: 'GET', allow: 'public', grants: ['identity:read'] });
const ownRead = http({ ...route, method: 'GET', allow: 'signed-in' });

let clock: TestClock;
let database: MemoryDatabase;
let limits: RateLimits;

beforeEach(() => {
  clock = createTestClock('2026-03-08T09:34:00.500Z');
  database = createMemoryDatabase();
  limits = anotherInstance();
});

/** Limits as another instance of the function has them: the store is the same, the memory is its own. */
function anotherInstance(overrides: Partial<Policies> = {}): RateLimits {
  return createRateLimits({
    ...createTestPlatform(database, { clock }),
    policies: () => ({ ...policies, ...overrides }),
  });
}

function handlerOf(trigger: HttpTrigger, by: RateLimits = limits, handle: () => unknown = () => 'done') {
  const caller = createTestCaller();
  return endpoint(trigger, handle as never, { ...createTestStack({ caller }), limits: by });
}

/** Sends a request so many times, one after the other, and gives the answers. */
async function sendTimes(times: number, trigger: HttpTrigger, fields: RequestFields = {}, by = limits) {
  const handler = handlerOf(trigger, by);
  const answers = [];
  for (let time = 0; time < times; time++) answers.push(await send(handler, fields));
  return answers;
}

const statusesOf = (answers: readonly { readonly status: number }[]) => answers.map(({ status }) => status);

describe('a write', () => {
  it.each([100, 200])('lets exactly its quota through of %d at once, however many instances answer', async (times) => {
    const quota = 40;
    const instances = [0, 1, 2, 3].map(() => anotherInstance({ anonymous: { ...policies.anonymous, quota } }));
    const handlers = instances.map((instance) => handlerOf(publicWrite, instance));
    const tries = Array.from({ length: times / 4 }, () => handlers).flat();

    const answers = await Promise.all(tries.map((handler) => invoke(handler, { method: 'POST' })));

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(quota);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(times - quota);
    expect(database.itemsOf('platform')).toEqual([expect.objectContaining({ taken: quota })]);
  });

  it('over its limit is a problem that says when to come back, and does nothing', async () => {
    let done = 0;
    const handler = handlerOf(publicWrite, limits, () => {
      done++;
      return 'done';
    });

    for (let time = 0; time < 3; time++) await send(handler);
    const answer = await send(handler);

    expect(answer).toMatchObject({ status: 429, json: { code: 'RATE_LIMITED', status: 429 } });
    expect(answer.headers).toMatchObject({
      'retry-after': '660',
      'ratelimit-policy': '"anonymous";q=3;w=900',
      ratelimit: '"anonymous";r=0;t=660',
    });
    expect(done).toBe(3);
  });

  it('tells on each answer how many are left and for how long, also when it is refused for another reason', async () => {
    const failing = handlerOf({ ...publicWrite, problems: { 404: ['THING_NOT_FOUND'] } }, limits, () => {
      throw new NotFound('THING_NOT_FOUND', 'There is no such thing.');
    });

    const [first] = await sendTimes(1, publicWrite);
    clock.advance(60);
    const invalid = await send(handlerOf(publicWrite), { query: 'unknown=1' });
    const absent = await send(failing);

    expect(first?.headers).toMatchObject({ ratelimit: '"anonymous";r=2;t=660' });
    expect([invalid.status, invalid.headers.ratelimit]).toEqual([400, '"anonymous";r=1;t=600']);
    expect([absent.status, absent.headers.ratelimit]).toEqual([404, '"anonymous";r=0;t=600']);
    expect(absent.headers).not.toHaveProperty('retry-after');
  });

  it('is allowed again in the next window', async () => {
    await sendTimes(4, publicWrite);

    clock.advance(659);
    const [last] = await sendTimes(1, publicWrite);
    clock.advance(1);
    const [next] = await sendTimes(1, publicWrite);

    expect([last?.status, last?.headers['retry-after']]).toEqual([429, '1']);
    expect([next?.status, next?.headers.ratelimit]).toEqual([200, '"anonymous";r=2;t=900']);
  });

  it.each([
    ['a stranger', publicWrite],
    ['a caller', ownWrite],
  ])('of %s costs one update and nothing else, and nothing once the window is used up', async (_, trigger) => {
    await sendTimes(1, trigger);
    const calls = { ...database.calls };
    await sendTimes(9, trigger);

    expect(calls).toEqual({ get: 0, batchGet: 0, query: 0, write: 1, transact: 0 });
    expect(database.calls).toEqual({ ...calls, write: 3 });
  });

  it('that another instance has used up is refused after one try', async () => {
    await sendTimes(3, publicWrite, {}, anotherInstance());
    database.calls.write = 0;

    const answers = await sendTimes(5, publicWrite);

    expect(statusesOf(answers)).toEqual([429, 429, 429, 429, 429]);
    expect(database.calls.write).toBe(1);
  });

  it('of a stranger counts for its network: IPv4 by address, IPv6 by 64 bits', async () => {
    const from = (address: string) => sendTimes(1, publicWrite, { address });

    const [a, b] = [await from('203.0.113.7'), await from('203.0.113.8')];
    const [c, d, e] = [await from('2001:db8::1'), await from('2001:db8::2:1'), await from('2001:db8:0:1::1')];

    expect([a, b, c, d, e].map(([answer]) => answer?.headers.ratelimit?.split(';')[1])).toEqual([
      'r=2',
      'r=2',
      'r=2',
      'r=1',
      'r=2',
    ]);
  });

  it('of a caller counts for them, wherever they are, and not for their address', async () => {
    const other = createTestCaller({ userId: '019a0000-0000-7000-8000-0000000000a2' });

    await sendTimes(2, ownWrite, { address: '203.0.113.7' });
    const [third] = await sendTimes(1, ownWrite, { address: '203.0.113.8' });
    const theirs = await send(endpoint(ownWrite, () => 'done', { ...createTestStack({ caller: other }), limits }));
    const [stranger] = await sendTimes(1, publicWrite, { address: '203.0.113.7' });

    expect(third?.headers.ratelimit).toBe('"signed-in";r=0;t=660');
    expect(theirs.headers.ratelimit).toBe('"signed-in";r=2;t=660');
    expect(stranger?.headers.ratelimit).toBe('"anonymous";r=2;t=660');
  });

  it('counts by the policy of its route and by no other; routes of one policy share it', async () => {
    const logIn = http({ ...route, method: 'POST', allow: 'public', limit: 'credentials' });
    const reset = http({ ...route, path: '/v1/resets', method: 'PUT', allow: 'public', limit: 'credentials' });

    await sendTimes(2, logIn);
    const answers = [...(await sendTimes(2, reset)), ...(await sendTimes(1, publicWrite))];

    expect(answers.map(({ status, headers }) => [status, headers['ratelimit-policy']])).toEqual([
      [200, '"credentials";q=3;w=900'],
      [429, '"credentials";q=3;w=900'],
      [200, '"anonymous";q=3;w=900'],
    ]);
  });

  it('of a machine counts for its key', async () => {
    const permissions = new Set(['users:list' as const]);
    const machine = { kind: 'machine', keyId: 'key-1', permissions, dailyQuota: 1_000 } as const;
    const trigger = http({ ...route, method: 'POST', allow: ['users:list'] });

    const answer = await send(endpoint(trigger, () => 'done', { ...createTestStack({ caller: machine }), limits }));

    expect(answer.headers.ratelimit).toBe('"signed-in";r=2;t=660');
  });

  it('leaves a counter that dies after its window and holds no address', async () => {
    await sendTimes(1, publicWrite, { address: '203.0.113.7' });

    const items = database.itemsOf('platform');
    expect(items).toEqual([
      expect.objectContaining({ taken: 1, expiresAt: Date.parse('2026-03-08T09:46:00.000Z') / 1_000 }),
    ]);
    expect(JSON.stringify(items)).not.toContain('203.0.113.7');
  });

  it('counts before anyone looks who may do it, not after', async () => {
    const trigger = http({ ...route, method: 'POST', allow: ['users:list'] });

    const [answer] = await sendTimes(1, trigger);

    expect([answer?.status, answer?.headers.ratelimit]).toEqual([403, '"signed-in";r=2;t=660']);
  });
});

describe('a GET', () => {
  it.each([
    ['a stranger', publicRead],
    ['a caller', ownRead],
  ])('of %s is counted in the memory of the instance and never in the store', async (_, trigger) => {
    const answers = await sendTimes(4, trigger);

    expect(statusesOf(answers)).toEqual([200, 200, 200, 429]);
    expect(answers.map(({ headers }) => headers.ratelimit)).toEqual([
      '"reads";r=2;t=60',
      '"reads";r=1;t=60',
      '"reads";r=0;t=60',
      '"reads";r=0;t=60',
    ]);
    expect(answers[3]?.headers['retry-after']).toBe('60');
    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });
  });

  it('is allowed again in the next window', async () => {
    await sendTimes(4, publicRead);

    clock.advance(60);
    const [answer] = await sendTimes(1, publicRead);

    expect(answer?.status).toBe(200);
  });

  it('does not use up what a write may do', async () => {
    await sendTimes(4, publicRead);

    const [answer] = await sendTimes(1, publicWrite);

    expect(answer?.headers.ratelimit).toBe('"anonymous";r=2;t=660');
  });
});

describe('while the store of the limits fails', () => {
  const logIn = http({ ...route, method: 'POST', allow: 'public', limit: 'credentials', mustCount: true });
  const failures = [
    ['does not answer', () => new AnswerLost()],
    ['is not there', () => Object.assign(new Error('no such table'), { name: 'ResourceNotFoundException' })],
  ] as const;

  it.each(failures)('a write goes on uncounted, and it is told, when the store %s', async (_, failure) => {
    database.hooks.before = () => {
      throw failure();
    };

    const [answer] = await sendTimes(1, publicWrite);

    expect(answer?.status).toBe(200);
    expect(answer?.headers).not.toHaveProperty('ratelimit');
    expect(answer?.lines.map(({ level, message }) => [level, message])).toEqual([
      ['warn', 'request not counted'],
      ['info', 'request'],
    ]);
    expect(metricsOf(answer?.lines[1])).toMatchObject({ 'requests.uncounted by ': '1 Count' });
  });

  it.each(failures)('a route that must count answers 503, when the store %s', async (_, failure) => {
    database.hooks.before = () => {
      throw failure();
    };

    const [answer] = await sendTimes(1, logIn);

    expect(answer).toMatchObject({ status: 503, json: { code: 'DATABASE_UNAVAILABLE' } });
    expect(answer?.headers['retry-after']).toBe('1');
  });

  it('a GET goes on counted', async () => {
    database.hooks.before = () => {
      throw new AnswerLost();
    };

    const answers = await sendTimes(4, publicRead);

    expect(statusesOf(answers)).toEqual([200, 200, 200, 429]);
  });

  it('the wait for it is short', async () => {
    const silent = createRateLimits({
      take: (_, signal) => new Promise((__, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
      clock,
      policies: () => policies,
      patience: { mustCount: 5, otherwise: 5 },
    });

    const [open, closed] = [await sendTimes(1, publicWrite, {}, silent), await sendTimes(1, logIn, {}, silent)];

    expect([...statusesOf(open), ...statusesOf(closed)]).toEqual([200, 503]);
    expect(closed[0]?.json.code).toBe('DATABASE_UNAVAILABLE');
  });

  it('a limit that was reached before stands', async () => {
    await sendTimes(3, publicWrite);
    database.hooks.before = () => {
      throw new AnswerLost();
    };

    const [answer] = await sendTimes(1, publicWrite);

    expect(answer?.status).toBe(429);
  });
});

describe('limits that are turned off', () => {
  it('count nothing and say nothing', async () => {
    const off = createRateLimits({ ...createTestPlatform(database, { clock }), policies: livePolicies });

    const answers = [...(await sendTimes(4, publicWrite, {}, off)), ...(await sendTimes(4, publicRead, {}, off))];

    expect(new Set(statusesOf(answers))).toEqual(new Set([200]));
    expect(answers[0]?.headers).not.toHaveProperty('ratelimit');
    expect(database.calls.write).toBe(0);
  });
});
