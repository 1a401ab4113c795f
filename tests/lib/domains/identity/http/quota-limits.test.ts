import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Caller, Machine } from '../../../../../lib/access/caller.ts';
import { createCounter } from '../../../../../lib/data/counter.ts';
import { createQuota } from '../../../../../lib/domains/identity/api-keys/quota.ts';
import { withQuotas } from '../../../../../lib/domains/identity/http/quota-limits.ts';
import { endpoint } from '../../../../../lib/http/endpoint.ts';
import type { LimitState } from '../../../../../lib/http/limit-state.ts';
import { http } from '../../../../../lib/http/trigger.ts';
import { createTestCaller, createTestStack, noLimits, send, testTime } from '../../../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../../../support/memory-database.ts';
import { noPause } from '../../../../support/platform.ts';

const fields = { method: 'GET', path: '/v1/things', responses: { 204: 'empty' }, grants: [] } as const;
const machine: Machine = {
  kind: 'machine',
  keyId: '019a0000-0000-7000-8000-0000000000c1',
  permissions: new Set(['users:read']),
  dailyQuota: 2,
};

let database: MemoryDatabase;
let count: ReturnType<typeof createQuota>;

beforeEach(() => {
  database = createMemoryDatabase();
  count = createQuota({ take: createCounter({ database, sleep: noPause }).take, clock: () => testTime });
});

function call(
  caller: Caller = machine,
  { state, allow = ['users:read'] }: { state?: LimitState; allow?: 'signed-in' | ['users:read'] } = {},
) {
  const limits = withQuotas({ ...noLimits, byCaller: async () => state }, count);
  const handler = endpoint(http({ ...fields, allow }), () => undefined, { ...createTestStack({ caller }), limits });
  return send(handler);
}

describe('the daily quota', () => {
  it('counts a machine’s reads too, and tells what is left and until when', async () => {
    const answer = await call();

    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({
      'ratelimit-policy': '"daily";q=2;w=86400',
      ratelimit: '"daily";r=1;t=52200',
    });
  });

  it('answers 429 beyond it, with the seconds until midnight UTC, and the same headers', async () => {
    await call();
    await call();

    const answer = await call();

    expect(answer).toMatchObject({ status: 429, json: { code: 'QUOTA_EXCEEDED' } });
    expect(answer.headers).toMatchObject({
      'retry-after': '52200',
      'ratelimit-policy': '"daily";q=2;w=86400',
      ratelimit: '"daily";r=0;t=52200',
    });
  });

  it('stands beside the rate limit in the same headers', async () => {
    const headers = { 'ratelimit-policy': '"signed-in";q=600;w=900', ratelimit: '"signed-in";r=599;t=60' };

    const answer = await call(machine, { state: { headers } });

    expect(answer.headers).toMatchObject({
      'ratelimit-policy': '"signed-in";q=600;w=900, "daily";q=2;w=86400',
      ratelimit: '"signed-in";r=599;t=60, "daily";r=1;t=52200',
    });
  });

  it('is not spent on what a rate limit refuses', async () => {
    const answer = await call(machine, { state: { headers: {}, retryAfter: 60 } });

    expect(answer).toMatchObject({ status: 429, json: { code: 'RATE_LIMITED' } });
    expect(database.calls.write).toBe(0);
  });

  it('is spent on what the key may not do', async () => {
    const answer = await call({ ...machine, permissions: new Set() });

    expect(answer.status).toBe(403);
    expect(database.calls.write).toBe(1);
  });

  it('is not touched by a route for people, which refuses every machine', async () => {
    const answer = await call(machine, { allow: 'signed-in' });

    expect(answer).toMatchObject({ status: 403, json: { code: 'PERSON_REQUIRED' } });
    expect(database.calls.write).toBe(0);
  });

  it('is none of a person’s', async () => {
    const answer = await call(createTestCaller({ permissions: new Set(['users:read']) }));

    expect(answer.headers).not.toHaveProperty('ratelimit');
    expect(database.calls.write).toBe(0);
  });

  it('does not stop a request that cannot be counted', async () => {
    database.hooks.before = () => {
      throw new Error('socket hang up');
    };

    expect((await call()).status).toBe(204);
  });
});
