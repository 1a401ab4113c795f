import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { waiting } from '../waiting.ts';
import type { Database, Item, PlainAction } from './database.ts';
import { readBatch } from './dynamo-batch.ts';
import { translate } from './dynamo-error.ts';
import { batchKeys, queryInput, transactItem, writeInput } from './dynamo-request.ts';
import type { Table } from './table.ts';

/** What a call cost in capacity units over all tables that it touched. */
export interface Capacity {
  readonly operation: keyof Database;
  readonly units: number;
}

export interface DynamoDatabaseOptions {
  readonly client: () => DynamoDBDocumentClient;
  readonly tableName: (table: Table) => string;
  readonly onCapacity?: (capacity: Capacity) => void;
}

type SendOptions = { readonly abortSignal: AbortSignal };
type Priced = { ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] | undefined };
type Updated = Priced & { Attributes?: Readonly<Record<string, unknown>> | undefined };

const ReturnConsumedCapacity = 'TOTAL';

/** Makes the database on DynamoDB; a call is given up when the patience of its caller is over. */
export function createDynamoDatabase({ client, tableName, onCapacity }: DynamoDatabaseOptions): Database {
  async function call<R extends Priced>(
    operation: keyof Database,
    send: (dynamo: DynamoDBDocumentClient, options: SendOptions) => Promise<R>,
    own?: AbortSignal,
  ): Promise<R> {
    const output = await waiting((abortSignal) => send(client(), { abortSignal }), own).catch((error) => {
      throw translate(error);
    });
    onCapacity?.({ operation, units: unitsOf(output) });
    return output;
  }

  return {
    async get({ table, key, consistent }) {
      const input = {
        TableName: tableName(table),
        Key: key,
        ConsistentRead: consistent,
        ReturnConsumedCapacity,
      } as const;
      const { Item } = await call('get', (dynamo, options) => dynamo.send(new GetCommand(input), options));
      return Item as Item | undefined;
    },

    async batchGet(requests) {
      const lookUp = await readBatch(batchKeys(requests, tableName), (RequestItems) => {
        const command = new BatchGetCommand({ RequestItems, ReturnConsumedCapacity });
        return call('batchGet', (dynamo, options) => dynamo.send(command, options));
      });
      return requests.map(({ table, key }) => lookUp(tableName(table), key));
    },

    async query(request) {
      const command = new QueryCommand(queryInput(request, tableName));
      const { Items, LastEvaluatedKey } = await call('query', (dynamo, options) => dynamo.send(command, options));
      return { items: (Items ?? []) as Item[], ...(LastEvaluatedKey && { next: LastEvaluatedKey }) };
    },

    async write(action, signal) {
      const { Attributes } = await call(
        'write',
        (dynamo, options) => sendPlain(dynamo, action, tableName, options),
        signal,
      );
      return action.kind === 'update' ? (Attributes as Item) : undefined;
    },

    async transact(actions, token, signal) {
      const command = new TransactWriteCommand({
        TransactItems: actions.map((action) => transactItem(action, tableName)),
        ClientRequestToken: token,
        ReturnConsumedCapacity,
      });
      await call('transact', (dynamo, options) => dynamo.send(command, options), signal);
    },
  };
}

function sendPlain(
  dynamo: DynamoDBDocumentClient,
  action: PlainAction,
  tableName: (table: Table) => string,
  options: SendOptions,
): Promise<Updated> {
  const input = { ...writeInput(action, tableName), ReturnConsumedCapacity } as const;
  switch (action.kind) {
    case 'put':
      return dynamo.send(new PutCommand({ ...input, Item: action.item }), options);
    case 'update':
      return dynamo.send(new UpdateCommand({ ...input, Key: action.key, ReturnValues: 'ALL_NEW' }), options);
    case 'delete':
      return dynamo.send(new DeleteCommand({ ...input, Key: action.key }), options);
  }
}

function unitsOf({ ConsumedCapacity: consumed = [] }: Priced): number {
  return [consumed].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
}
