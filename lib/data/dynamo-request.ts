import type { BatchGetCommandInput, QueryCommandInput, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Action, GetRequest, Key, QueryRequest } from './database.ts';
import { conditionExpression, createPlaceholders, type Placeholders, updateExpression } from './expression.ts';
import { requirePositionWithin } from './starting-position.ts';
import type { Table } from './table.ts';

type TableName = (table: Table) => string;
type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
type KeysOfTable = NonNullable<NonNullable<BatchGetCommandInput['RequestItems']>[string]>;

/** Writes an action as a request of DynamoDB; it always asks for the failed item, since commit and errors need it. */
export function writeInput(action: Action, tableName: TableName) {
  const placeholders = createPlaceholders();
  const expressions = {
    ...(action.condition && { ConditionExpression: conditionExpression(action.condition, placeholders) }),
    ...(action.kind === 'update' && { UpdateExpression: updateExpression(action.changes, placeholders) }),
  };
  return {
    TableName: tableName(action.table),
    ...expressions,
    ...placeholders.fields(),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
}

/** Writes an action as a part of TransactWriteItems. */
export function transactItem(action: Action, tableName: TableName): TransactItem {
  const input = writeInput(action, tableName);
  switch (action.kind) {
    case 'put':
      return { Put: { ...input, Item: action.item } };
    case 'update':
      return { Update: { ...input, Key: action.key, UpdateExpression: input.UpdateExpression } };
    case 'delete':
      return { Delete: { ...input, Key: action.key } };
    case 'check':
      return { ConditionCheck: { ...input, Key: action.key, ConditionExpression: input.ConditionExpression } };
  }
}

/** Writes a query as a request of DynamoDB; throws `INVALID_CURSOR` for a position outside of it. */
export function queryInput(request: QueryRequest, tableName: TableName): QueryCommandInput {
  requirePositionWithin(request);
  const placeholders = createPlaceholders();
  return {
    TableName: tableName(request.table),
    ...(request.index && { IndexName: request.index.name }),
    KeyConditionExpression: keyCondition(request, placeholders),
    ...placeholders.fields(),
    ScanIndexForward: !request.descending,
    ConsistentRead: request.consistent ?? false,
    ...(request.limit !== undefined && { Limit: request.limit }),
    ...(request.after && { ExclusiveStartKey: request.after }),
    ReturnConsumedCapacity: 'TOTAL',
  };
}

function keyCondition({ index, partition, range }: QueryRequest, { name, value }: Placeholders): string {
  const { partitionKey, sortKey } = index ?? { partitionKey: 'pk', sortKey: 'sk' };
  const inPartition = `${name(partitionKey)} = ${value(partition)}`;
  if (!range) return inPartition;
  return 'prefix' in range
    ? `${inPartition} AND begins_with(${name(sortKey)}, ${value(range.prefix)})`
    : `${inPartition} AND ${name(sortKey)} BETWEEN ${value(range.from)} AND ${value(range.to)}`;
}

/** The keys of a batch read by table; a table is read consistently when one of its requests asks for it. */
export function batchKeys(requests: readonly GetRequest[], tableName: TableName): Record<string, KeysOfTable> {
  const tables: Record<string, { Keys: Key[]; ConsistentRead: boolean }> = {};
  for (const { table, key, consistent } of requests) {
    const known = tables[tableName(table)] ?? { Keys: [], ConsistentRead: false };
    tables[tableName(table)] = { Keys: [...known.Keys, key], ConsistentRead: known.ConsistentRead || consistent };
  }
  return tables;
}
