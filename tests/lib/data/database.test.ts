import { afterAll, beforeAll } from '@jest/globals';
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
