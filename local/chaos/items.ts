import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { tableName, tables } from '../../infra/tables.ts';
import type { LocalClients } from '../clients.ts';
import { stage } from '../settings.ts';

/** An item of any table; `entity` names its kind. */
export interface StoredItem {
  readonly table: string;
  readonly entity: string;
  readonly pk: string;
  readonly sk: string;
  readonly [attribute: string]: unknown;
}

/** All items by table and key. */
export type Items = ReadonlyMap<string, StoredItem>;

export async function readItems({ dynamoDb }: Pick<LocalClients, 'dynamoDb'>): Promise<Items> {
  const items = new Map<string, StoredItem>();
  for (const { name } of tables) {
    const pages = paginateScan({ client: dynamoDb }, { TableName: tableName(stage, name), ConsistentRead: true });
    for await (const { Items: page = [] } of pages)
      for (const marshalled of page) {
        const item = { ...unmarshall(marshalled), table: name } as unknown as StoredItem;
        items.set(JSON.stringify([name, item.pk, item.sk]), item);
      }
  }
  return items;
}

/** The items that are there now and were not before. */
export function addedTo(before: Items, after: Items): StoredItem[] {
  return [...after].flatMap(([key, item]) => (before.has(key) ? [] : [item]));
}
