import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { jest } from '@jest/globals';
import { tableName, tables } from '../../infra/tables.ts';
import type { Database } from '../../lib/data/database.ts';
import { createDynamoDatabase, type DynamoDatabaseOptions } from '../../lib/data/dynamo-database.ts';
import { applyTables } from '../../local/definitions/tables.ts';
import { startDynamoDb } from '../../local/dynamodb.ts';
import { unusedPort } from './unused-ports.ts';

// A hundred at once on one database take half a minute where the machine has much else to do.
jest.setTimeout(120_000);

/** A real DynamoDB for one test file, with every table of the project and nothing in them. */
export interface TestDynamoDb {
  readonly endpoint: string;
  readonly database: Database;
  stop(): Promise<void>;
}

/** Starts one in memory; its database waits for an answer for as long as a busy machine takes. */
export async function startTestDynamoDb(
  options: Pick<DynamoDatabaseOptions, 'onCapacity'> = {},
): Promise<TestDynamoDb> {
  useTestCredentials();
  const emulator = await startDynamoDb({ port: await unusedPort() });
  const client = createPatientClient(emulator.endpoint);
  await applyTables(client, 'test', tables).catch(async (error: unknown) => {
    await emulator.stop();
    throw error;
  });
  const database = createDynamoDatabase({
    client: () => client,
    tableName: (table) => tableName('test', table),
    ...options,
  });
  return {
    endpoint: emulator.endpoint,
    database,
    stop: async () => {
      client.destroy();
      await emulator.stop();
    },
  };
}

/**
 * A client that ends no call by itself, nor by the signal that comes with it: these tests ask whether an answer is right,
 * not how soon it comes.
 */
function createPatientClient(endpoint: string): DynamoDBDocumentClient {
  const requestHandler = { connectionTimeout: 0, requestTimeout: 0 };
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, requestHandler }), {
    marshallOptions: { removeUndefinedValues: true },
  });
  const send = client.send.bind(client) as (command: unknown) => Promise<never>;
  client.send = ((command: unknown) => send(command)) as typeof client.send;
  return client;
}

/** The SDK signs every call; the local DynamoDB takes any signature. */
export function useTestCredentials(): void {
  process.env.AWS_REGION ??= 'us-east-1';
  process.env.AWS_ACCESS_KEY_ID ??= 'test';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'test';
}
