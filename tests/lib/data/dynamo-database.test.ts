import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createDynamoDb } from '../../../lib/aws/dynamodb.ts';
import { AnswerLost, ConditionFailed, type Database, DatabaseBusy } from '../../../lib/data/database.ts';
import { type Capacity, createDynamoDatabase } from '../../../lib/data/dynamo-database.ts';
import { useTestCredentials } from '../../support/dynamodb.ts';

const key = { pk: 'a', sk: 'b' };
const get = { table: 'identity', key, consistent: true } as const;
const put = { kind: 'put', table: 'identity', item: key } as const;

let server: Server | undefined;
let client: DynamoDBDocumentClient | undefined;
let capacities: Capacity[];

beforeAll(useTestCredentials);

afterEach(() => {
  client?.destroy();
  server?.closeAllConnections();
  server?.close();
});

/** A database whose server answers as a test says. */
async function databaseAnswering(listener: RequestListener): Promise<Database> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return databaseAt(`http://127.0.0.1:${typeof address === 'object' && address?.port}`);
}

function databaseAt(endpoint: string): Database {
  const made = createDynamoDb(endpoint);
  client = made;
  capacities = [];
  return createDynamoDatabase({
    client: () => made,
    tableName: (table) => table,
    onCapacity: (capacity) => capacities.push(capacity),
  });
}

function answering(status: number, body: object): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  };
}

/** Answers one after the other, and keeps what was asked. */
function recording(answers: readonly object[]) {
  const requests: unknown[] = [];
  const listener: RequestListener = async (request, response) => {
    requests.push(await json(request));
    answering(200, answers[requests.length - 1] ?? {})(request, response);
  };
  return { requests, listener };
}

const exception = (name: string, fields: object = {}) =>
  answering(400, { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: name, ...fields });

describe('DynamoDB that does not answer', () => {
  it('is unavailable within three seconds, for a read and for a write', async () => {
    const database = await databaseAnswering(() => undefined);
    const calls = Promise.allSettled([database.get(get), database.write(put)]);

    // Of two timers the shorter one is first, however late both are on a busy machine.
    const failures = await Promise.race([calls, pause(3_000, undefined)]);

    expect(failures).toHaveLength(2);
    for (const failure of failures ?? [])
      expect(failure).toMatchObject({ reason: { name: 'AnswerLost', code: 'DATABASE_UNAVAILABLE', retryAfter: 1 } });
  });

  it('is given up when the signal says so', async () => {
    const database = await databaseAnswering(() => undefined);

    await expect(database.write(put, AbortSignal.timeout(50))).rejects.toThrow(AnswerLost);
    await expect(database.transact([put], 'token', AbortSignal.timeout(50))).rejects.toThrow(AnswerLost);
  });

  it('is unavailable when nothing listens', async () => {
    const database = databaseAt('http://127.0.0.1:9');

    await expect(database.get(get)).rejects.toThrow(AnswerLost);
  });

  it('is unavailable when it hangs up', async () => {
    const database = await databaseAnswering((request) => request.socket.destroy());

    await expect(database.query({ table: 'identity', partition: 'a' })).rejects.toThrow(AnswerLost);
  });

  it('may have written when it answers with a failure of its own', async () => {
    const database = await databaseAnswering(answering(500, { __type: 'InternalServerError' }));

    await expect(database.write(put)).rejects.toThrow(AnswerLost);
  });
});

describe('DynamoDB that refuses', () => {
  it.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'is busy when a transaction is cancelled by %s',
    async (Code) => {
      const database = await databaseAnswering(
        exception('TransactionCanceledException', { CancellationReasons: [{ Code: 'None' }, { Code }] }),
      );

      await expect(database.transact([put], 'token')).rejects.toThrow(DatabaseBusy);
    },
  );

  it('tells of a failed condition before a conflict, with the old item', async () => {
    const Item = { pk: { S: 'a' }, sk: { S: 'b' }, count: { N: '3' } };
    const CancellationReasons = [{ Code: 'TransactionConflict' }, { Code: 'ConditionalCheckFailed', Item }];
    const database = await databaseAnswering(exception('TransactionCanceledException', { CancellationReasons }));

    const failure = await database.transact([put], 'token').catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(ConditionFailed);
    expect(failure).toMatchObject({ failures: [{ index: 1, old: { ...key, count: 3 } }] });
  });

  it('lets a mistake of ours come through as it is', async () => {
    const database = await databaseAnswering(exception('ValidationException'));
    const unstorable = { ...put, item: { ...key, at: new Date() } };

    await expect(database.get(get)).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(database.write(unstorable)).rejects.not.toBeInstanceOf(AnswerLost);
  });
});

describe('a batch read', () => {
  it('asks again for what was left unprocessed, and only for that', async () => {
    const items = [
      { pk: { S: 'a' }, sk: { S: 'b' } },
      { pk: { S: 'c' }, sk: { S: 'd' } },
    ];
    const [first, second] = items;
    const answers = [
      { Responses: { identity: [first] }, UnprocessedKeys: { identity: { Keys: [second] } } },
      { Responses: { identity: [second] } },
    ];
    const { requests, listener } = recording(answers);
    const database = await databaseAnswering(listener);

    const found = await database.batchGet([get, { ...get, key: { pk: 'c', sk: 'd' } }]);

    expect(found).toEqual([key, { pk: 'c', sk: 'd' }]);
    expect(requests).toMatchObject([
      { RequestItems: { identity: { Keys: items } } },
      { RequestItems: { identity: { Keys: [second] } } },
    ]);
  });

  it('is consistent in each table of which a request demands it', async () => {
    const { requests, listener } = recording([{ Responses: {} }]);
    const database = await databaseAnswering(listener);

    await database.batchGet([
      get,
      { ...get, key: { pk: 'c', sk: 'd' }, consistent: false },
      { ...get, table: 'audit', consistent: false },
    ]);

    expect(requests).toMatchObject([
      { RequestItems: { identity: { ConsistentRead: true }, audit: { ConsistentRead: false } } },
    ]);
  });

  it('is busy when keys stay unprocessed', async () => {
    const UnprocessedKeys = { identity: { Keys: [{ pk: { S: 'a' }, sk: { S: 'b' } }] } };
    const database = await databaseAnswering(answering(200, { Responses: {}, UnprocessedKeys }));

    await expect(database.batchGet([get])).rejects.toThrow(DatabaseBusy);
  });
});

describe('consumed capacity', () => {
  it('is reported for each call, summed over tables', async () => {
    const ConsumedCapacity = [{ CapacityUnits: 2 }, { CapacityUnits: 4.5 }];
    const database = await databaseAnswering(answering(200, { ConsumedCapacity }));

    await database.transact([put], 'token');

    expect(capacities).toEqual([{ operation: 'transact', units: 6.5 }]);
  });
});
