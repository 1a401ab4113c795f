import { tableName, tables } from '../../infra/tables.ts';
import { createDynamoDb } from '../../lib/aws/dynamodb.ts';
import type { Database } from '../../lib/data/database.ts';
import { createDynamoDatabase, type DynamoDatabaseOptions } from '../../lib/data/dynamo-database.ts';
import { applyTables } from '../../local/definitions/tables.ts';
import { startDynamoDb } from '../../local/dynamodb.ts';

/** A real DynamoDB for one test file, with every table of the project and nothing in them. */
export interface TestDynamoDb {
  readonly endpoint: string;
  readonly database: Database;
  stop(): Promise<void>;
}

/** Starts one on a free port, in memory. */
export async function startTestDynamoDb(
  options: Pick<DynamoDatabaseOptions, 'onCapacity'> = {},
): Promise<TestDynamoDb> {
  useTestCredentials();
  const emulator = await startDynamoDb({ port: 0 });
  const client = createDynamoDb(emulator.endpoint);
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

/** The SDK signs every call; the local DynamoDB takes any signature. */
export function useTestCredentials(): void {
  process.env.AWS_REGION ??= 'us-east-1';
  process.env.AWS_ACCESS_KEY_ID ??= 'test';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'test';
}
