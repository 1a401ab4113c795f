import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { absent } from '../../../lib/data/condition.ts';
import type { ConditionFailed } from '../../../lib/data/database.ts';
import { startTestDynamoDb, type TestDynamoDb } from '../../support/dynamodb.ts';
import { createMemoryDatabase } from '../../support/memory-database.ts';
import { describeDatabase } from './database.contract.ts';

let dynamo: TestDynamoDb | undefined;

beforeAll(async () => {
  dynamo = await startTestDynamoDb();
});

afterAll(() => dynamo?.stop());

const memory = createMemoryDatabase();

describeDatabase('memory', () => memory);
describeDatabase('DynamoDB', () => {
  if (!dynamo) throw new Error('DynamoDB has not started');
  return dynamo.database;
});

describe('the memory database', () => {
  it('shares nothing with those who put and read it', async () => {
    const database = createMemoryDatabase();
    const key = { pk: 'shared', sk: 'A' };
    const item = () => ({ ...key, list: [1], map: { a: 'b' }, set: new Set(['a']), bytes: Uint8Array.of(1) });
    const put = item();
    await database.write({ kind: 'put', table: 'events', item: put });
    put.list.push(2);
    const spoil = (given: unknown) => {
      const { list, map, set, bytes } = given as ReturnType<typeof item>;
      list.push(2);
      map.a = 'c';
      set.add('b');
      bytes[0] = 2;
    };
    const get = () => database.get({ table: 'events', key, consistent: true });

    const update = { kind: 'update', table: 'events', key, changes: { set: { more: 1 } } } as const;
    spoil(await database.write(update));
    spoil(await get());
    spoil((await database.query({ table: 'events', partition: key.pk })).items[0]);
    spoil(database.itemsOf('events')[0]);
    const refused = { kind: 'put', table: 'events', item: item(), condition: absent('pk') } as const;
    const failure = await database.write(refused).catch((error: ConditionFailed) => error);
    spoil((failure as ConditionFailed).failures[0]?.old);

    expect(await get()).toEqual({ ...item(), more: 1 });
  });
});

describe('a fork of the memory database', () => {
  const old = { pk: 'a', sk: 'b', count: 1 };

  it('starts from what was stored, and neither sees what the other stores afterwards', async () => {
    const origin = createMemoryDatabase();
    origin.plant('platform', old);

    const fork = origin.fork();
    await fork.write({ kind: 'update', table: 'platform', key: { pk: 'a', sk: 'b' }, changes: { set: { count: 2 } } });
    origin.plant('platform', { pk: 'c', sk: 'd' });

    expect(origin.itemsOf('platform')).toEqual([old, { pk: 'c', sk: 'd' }]);
    expect(fork.itemsOf('platform')).toEqual([{ ...old, count: 2 }]);
  });
});
