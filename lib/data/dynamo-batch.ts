import type { BatchGetCommandInput, BatchGetCommandOutput } from '@aws-sdk/lib-dynamodb';
import { DatabaseBusy, type Item, type Key } from './database.ts';

type Batch = NonNullable<BatchGetCommandInput['RequestItems']>;

/** Looks up an item of a batch read. */
type Lookup = (tableName: string, key: Key) => Item | undefined;

/**
 * Reads a batch to its end, since under load DynamoDB hands a part of the keys back as unprocessed; throws `DatabaseBusy` when it
 * hands all of them back, so that who reads decides how long to go on.
 */
export async function readBatch(
  batch: Batch,
  send: (batch: Batch) => Promise<Pick<BatchGetCommandOutput, 'Responses' | 'UnprocessedKeys'>>,
): Promise<Lookup> {
  const found = new Map<string, Item>();
  let left: Batch = batch;
  while (keysIn(left) > 0) {
    const { Responses = {}, UnprocessedKeys = {} } = await send(left);
    for (const [tableName, items] of Object.entries(Responses))
      for (const item of items as Item[]) found.set(identity(tableName, item), item);
    if (keysIn(UnprocessedKeys) === keysIn(left)) throw new DatabaseBusy();
    left = UnprocessedKeys;
  }
  return (tableName, key) => found.get(identity(tableName, key));
}

function keysIn(batch: Batch): number {
  return Object.values(batch).reduce((sum, { Keys = [] }) => sum + Keys.length, 0);
}

function identity(tableName: string, { pk, sk }: Key): string {
  return JSON.stringify([tableName, pk, sk]);
}
