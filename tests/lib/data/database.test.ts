import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
