import { setTimeout as pause } from 'node:timers/promises';
import type { BatchGetCommandInput, BatchGetCommandOutput } from '@aws-sdk/lib-dynamodb';
import { DatabaseBusy, type Item, type Key } from './database.ts';

type Batch = NonNullable<BatchGetCommandInput['RequestItems']>;

/** Looks up an item of a batch read. */
type Lookup = (tableName: string, key: Key) => Item | undefined;

const tries = 4;

/** Reads a batch to its end, since under load DynamoDB hands a part of the keys back as unprocessed. */
export async function readBatch(
  batch: Batch,
  send: (batch: Batch) => Promise<Pick<BatchGetCommandOutput, 'Responses' | 'UnprocessedKeys'>>,
): Promise<Lookup> {
  const found = new Map<string, Item>();
  let left: Batch = batch;
  for (let attempt = 0; attempt < tries; attempt++) {
    if (attempt > 0) await pause(Math.random() * 50 * 2 ** attempt);
    const { Responses = {}, UnprocessedKeys = {} } = await send(left);
    for (const [tableName, items] of Object.entries(Responses))
      for (const item of items as Item[]) found.set(identity(tableName, item), item);
    if (Object.keys(UnprocessedKeys).length === 0) return (tableName, key) => found.get(identity(tableName, key));
    left = UnprocessedKeys;
  }
  throw new DatabaseBusy();
}

function identity(tableName: string, { pk, sk }: Key): string {
  return JSON.stringify([tableName, pk, sk]);
}
