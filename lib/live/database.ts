import { dynamoDb } from '../aws/dynamodb.ts';
import type { Database } from '../data/database.ts';
import { createDynamoDatabase } from '../data/dynamo-database.ts';
import { tableName } from '../data/table.ts';
import { log } from '../log.ts';

/** DynamoDB, with the tables of this stage. */
export const database: Database = createDynamoDatabase({
  client: dynamoDb,
  tableName,
  onCapacity: (capacity) => log.debug('database call', { ...capacity }),
});
