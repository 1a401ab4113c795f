import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { tables } from '../../../infra/tables.ts';
import { applyTables } from '../../../local/definitions/tables.ts';
import { type Case, put } from './case.ts';
import { expressionCases } from './expression-cases.ts';
import { itemCases } from './item-cases.ts';
import { queryCases } from './query-cases.ts';
import { sendTo } from './send.ts';
import { transactionCases } from './transaction-cases.ts';

/** What DynamoDB does, by subject. */
export const cases: Readonly<Record<string, readonly Case[]>> = {
  expressions: expressionCases,
  items: itemCases,
  reads: queryCases,
  'transactions and batches': transactionCases,
};

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Makes the tables and the item that the cases find. */
export async function prepareCases(endpoint: string): Promise<void> {
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  await applyTables(client, 'test', tables);
  client.destroy();
  await sendTo(endpoint, put());
}
