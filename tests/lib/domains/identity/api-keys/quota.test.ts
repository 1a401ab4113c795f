import { describe, expect, it } from '@jest/globals';
import { createQuota } from '../../../../../lib/domains/identity/api-keys/quota.ts';
import { createTestClock } from '../../../../support/clock.ts';
import { withLogLines } from '../../../../support/log-lines.ts';
import { createMemoryDatabase } from '../../../../support/memory-database.ts';
import { createTestPlatform } from '../../../../support/platform.ts';

const key = { keyId: '019a0000-0000-7000-8000-0000000000c1', dailyQuota: 3 };

function createWorld() {
  const database = createMemoryDatabase();
  const clock = createTestClock('2026-03-08T09:30:00.000Z');
  const { take } = createTestPlatform(database, { clock });
  return { database, clock, take, count: createQuota({ take, clock }) };
}

describe('the daily quota of a key', () => {
  it('counts down, and says when it begins anew', async () => {
    const { count } = createWorld();

    const states = [await count(key), await count(key), await count(key), await count(key)];

    const seconds = 14.5 * 60 * 60;
    expect(states).toEqual([
      { most: 3, left: 2, isSpent: false, seconds },
      { most: 3, left: 1, isSpent: false, seconds },
      { most: 3, left: 0, isSpent: false, seconds },
      { most: 3, left: 0, isSpent: true, seconds },
    ]);
  });

  it('lets exactly so many through of any number at once, in any number of instances', async () => {
    const { take, clock } = createWorld();
    const instances = Array.from({ length: 10 }, () => createQuota({ take, clock }));
    const requests = Array.from({ length: 200 }, (_, at) => instances[at % 10]?.({ ...key, dailyQuota: 50 }));

    const states = await Promise.all(requests);

    expect(states.filter((state) => state?.isSpent === false)).toHaveLength(50);
    expect(new Set(states.flatMap((state) => (state?.isSpent ? [] : state?.left))).size).toBe(50);
  });

  it('begins anew at midnight UTC', async () => {
    const { count, clock } = createWorld();
    for (let request = 0; request < 4; request += 1) await count(key);
    clock.advance(14.5 * 60 * 60 - 1);
    const lastSecond = await count(key);
    clock.advance(1);

    const midnight = await count(key);

    expect(lastSecond).toMatchObject({ isSpent: true, seconds: 1 });
    expect(midnight).toEqual({ most: 3, left: 2, isSpent: false, seconds: 86_400 });
  });

  it('is each key’s own', async () => {
    const { count } = createWorld();
    for (let request = 0; request < 4; request += 1) await count(key);

    const other = await count({ ...key, keyId: '019a0000-0000-7000-8000-0000000000c2' });

    expect(other).toMatchObject({ left: 2, isSpent: false });
  });

  it('costs one write a request, and none once it is spent', async () => {
    const { database, count } = createWorld();
    for (let request = 0; request < 4; request += 1) await count(key);
    const counted = database.calls.write;

    await count(key);

    expect(counted).toBe(4);
    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 0, write: 4, transact: 0 });
  });

  it('lets a request go on that cannot be counted, and says so in the log', async () => {
    const { database, count } = createWorld();
    database.hooks.before = () => {
      throw new Error('socket hang up');
    };

    const { result, lines } = await withLogLines(() => count(key));

    expect(result).toBeUndefined();
    expect(lines).toEqual([expect.objectContaining({ level: 'warn', message: 'quota not counted' })]);
  });

  it('is kept no longer than its day and a minute', async () => {
    const { database, count } = createWorld();

    await count(key);

    expect(database.itemsOf('platform')).toEqual([
      expect.objectContaining({ expiresAt: Date.parse('2026-03-09T00:01:00.000Z') / 1_000 }),
    ]);
  });
});
