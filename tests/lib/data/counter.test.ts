import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { windowOf } from '../../../lib/data/counter.ts';
import { AnswerLost, type Database } from '../../../lib/data/database.ts';
import { newId } from '../../../lib/ids.ts';
import { sleep } from '../../../lib/live/sleep.ts';
import { createTestClock } from '../../support/clock.ts';
import { startTestDynamoDb, type TestDynamoDb } from '../../support/dynamodb.ts';
import { createMemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';

let dynamo: TestDynamoDb;

beforeAll(async () => {
  dynamo = await startTestDynamoDb();
});

afterAll(() => dynamo?.stop());

const allowanceOf = (most: number) => ({
  table: 'platform' as const,
  key: { pk: `COUNTER#${newId()}`, sk: 'COUNTER' },
  most,
  endsAt: new Date('2026-03-08T10:00:00.000Z'),
});

describe.each([
  ['memory', createMemoryDatabase],
  ['DynamoDB', () => dynamo.database],
])('a counter on %s', (_name, open: () => Database) => {
  it('tells how many are taken, and that there are none left', async () => {
    const { take } = createTestPlatform(open(), { sleep });
    const allowance = allowanceOf(2);

    const taken = [await take(allowance), await take(allowance), await take(allowance)];

    expect(taken).toEqual([1, 2, undefined]);
  });

  it('gives out exactly as many as there are to fifty at once', async () => {
    const { take } = createTestPlatform(open(), { sleep });
    const allowance = allowanceOf(10);

    const taken = await Promise.all(Array.from({ length: 50 }, () => take(allowance)));

    const given = taken.filter((number) => number !== undefined).sort((a, b) => a - b);
    expect(given).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

describe('a counter', () => {
  it('makes one write, and leaves an item that dies a minute after its window', async () => {
    const database = createMemoryDatabase();

    await createTestPlatform(database).take(allowanceOf(1));

    expect(database.calls).toEqual({ get: 0, batchGet: 0, query: 0, write: 1, transact: 0 });
    const expiresAt = Date.parse('2026-03-08T10:01:00.000Z') / 1_000;
    expect(database.itemsOf('platform')).toMatchObject([{ entity: 'counter', taken: 1, expiresAt }]);
  });

  it('passes on that the store does not answer', async () => {
    const database = createMemoryDatabase();
    database.hooks.before = () => {
      throw new AnswerLost();
    };

    await expect(createTestPlatform(database).take(allowanceOf(1))).rejects.toBeInstanceOf(AnswerLost);
  });
});

describe('a window', () => {
  it('is the same for all who look within it, and another right after', () => {
    const clock = createTestClock('2026-03-08T09:30:00.000Z');
    const first = windowOf(900, clock);
    clock.advance(899);
    const last = windowOf(900, clock);
    clock.advance(1);
    const next = windowOf(900, clock);

    expect(first).toEqual({
      startsAt: new Date('2026-03-08T09:30:00.000Z'),
      endsAt: new Date('2026-03-08T09:45:00.000Z'),
    });
    expect(last).toEqual(first);
    expect(next.startsAt).toEqual(first.endsAt);
  });
});
