import { marshall } from '@aws-sdk/util-dynamodb';
import { tables } from '../../infra/tables.ts';
import type { Action, Item, Key, QueryRequest } from '../../lib/data/database.ts';
import { queryInput, transactItem, writeInput } from '../../lib/data/dynamo-request.ts';
import type { Table } from '../../lib/data/table.ts';
import { type Call, type Input, isObject } from '../../local/dynamodb/call.ts';
import { complaintOf } from '../../local/dynamodb/item-keys.ts';
import { attributesOf, type KeysOf, tableKeys } from '../../local/dynamodb/keys.ts';
import type { Complaint } from '../../local/dynamodb/refusal.ts';
import { complaintAbout } from '../../local/dynamodb/rules.ts';

/** Items of puts as JSON has them, each in the place of its action. */
export type WireItems = readonly unknown[];

const ownKeys = { partitionKey: 'pk', sortKey: 'sk' };
const ownAttributes = attributesOf(ownKeys);
const known = new Map<unknown, ReturnType<KeysOf>>(
  tables.map(({ name, indexes }) => [
    name,
    tableKeys(ownKeys, Object.fromEntries(indexes.map((index) => [index.name, index]))),
  ]),
);
const keysOf: KeysOf = (tableName) => known.get(tableName);
const nameOf = (table: Table) => table;
const operations = { put: 'PutItem', update: 'UpdateItem', delete: 'DeleteItem', check: 'ConditionCheck' } as const;

/** Fails when DynamoDB would not take a key to read by. */
export function requireKey(key: Key): void {
  for (const attribute of ownAttributes) refuse(complaintOf(attribute, attribute.name === 'pk' ? key.pk : key.sk));
}

/** Fails when DynamoDB would refuse an action, whatever it has stored; answers the item of a put as DynamoDB has it. */
export function requireAction(action: Action): WireItems {
  const fields = action.kind === 'put' ? { Item: action.item } : { Key: action.key };
  const input = wire({ ...writeInput(action, nameOf), ...fields });
  requireCall({ operation: operations[action.kind], input });
  return [input.Item];
}

/** Fails when DynamoDB would refuse a transaction, whatever it has stored; answers the items of its puts. */
export function requireTransaction(actions: readonly Action[], token: string): WireItems {
  const parts = actions.map((action) =>
    Object.entries(transactItem(action, nameOf)).map(([kind, part]) => [kind, wire(part ?? {})] as const),
  );
  const TransactItems = parts.map((part) => Object.fromEntries(part));
  requireCall({ operation: 'TransactWriteItems', input: { TransactItems, ClientRequestToken: token } });
  return parts.map(([part]) => part?.[1].Item);
}

/** Fails when DynamoDB would refuse a query. */
export function requireQuery(request: QueryRequest): void {
  requireCall({ operation: 'Query', input: wire({ ...queryInput(request, nameOf) }) });
}

function requireCall(call: Call): void {
  refuse(complaintAbout(call, keysOf));
}

function refuse(complaint: Complaint | undefined): void {
  if (complaint) throw new Error(`${complaint.type}: ${complaint.message}`);
}

const valued = ['Item', 'Key', 'ExclusiveStartKey', 'ExpressionAttributeValues'];

/** The fields of a request as JSON has them. */
function wire(fields: object): Input {
  const given: Record<string, unknown> = { ...fields };
  for (const name of valued) if (isObject(given[name])) given[name] = toWire(given[name]);
  return given;
}

/** An item as JSON has it; what DynamoDB cannot hold is an error. */
export function toWire(item: Item | Input): Input {
  return marshall({ ...item }, { removeUndefinedValues: true });
}
