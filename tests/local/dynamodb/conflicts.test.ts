import {
  type CancellationReason,
  DynamoDBClient,
  GetItemCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { applyTables } from '../../../local/definitions/tables.ts';
import { createConflicts } from '../../../local/dynamodb/conflicts.ts';
import type { Passage } from '../../../local/dynamodb/gate.ts';
import { startDynamoDb } from '../../../local/dynamodb.ts';
import type { Emulator } from '../../../local/emulator.ts';
import { useTestCredentials } from '../../support/dynamodb.ts';
import { seededRandom } from '../../support/random.ts';
import { until } from '../until.ts';

const TableName = 'polyclinic-test-notes';
const message = 'Transaction is ongoing for the item';
const Key = keyOf('count');
const addOne = { UpdateExpression: 'ADD taken :one', ExpressionAttributeValues: { ':one': { N: '1' } } };

let passage: Passage = (_, pass) => pass();
let emulator: Emulator;
let client: DynamoDBClient;
/** How many transactions, and calls that were refused for one, have come to where they meet. */
let arrived: number;

beforeAll(async () => {
  useTestCredentials();
  emulator = await startDynamoDb({ port: 0, passage: (call, pass) => passage(call, pass) });
  client = new DynamoDBClient({ endpoint: emulator.endpoint, maxAttempts: 1 });
  await applyTables(client, 'test', [{ name: 'notes', indexes: [], stream: false, recovery: 'restored', grants: [] }]);
});

/** From now on so many meet at an item before one of them is carried out, and this share of the others is cancelled. */
function meet(rivals: number, share: number): void {
  arrived = 0;
  const { promise: allThere, resolve } = Promise.withResolvers<void>();
  const linger = () => {
    arrived += 1;
    if (arrived === rivals) resolve();
    return allThere;
  };
  passage = createConflicts({ share, random: seededRandom(2), linger });
}

afterAll(async () => {
  client.destroy();
  await emulator.stop();
});

function keyOf(name: string) {
  return { pk: { S: name }, sk: { S: 'NOTE' } };
}

/** Adds one to the item of the key, and puts an item of a name of its own. */
const transaction = (name: string, key = Key) =>
  client.send(
    new TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName, Item: { ...keyOf(name), text: { S: name } } } },
        { Update: { TableName, Key: key, ...addOne } },
      ],
    }),
  );
const count = async (key = Key) => (await client.send(new GetItemCommand({ TableName, Key: key }))).Item?.taken?.N;

async function atOnce(calls: readonly Promise<unknown>[]) {
  const outcomes = await Promise.allSettled(calls);
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  return { done: outcomes.length - failures.length, failures };
}

describe('the local DynamoDB that cancels who meets a rival', () => {
  it('lets one of forty at once through where all others are cancelled, with a reason for each action', async () => {
    meet(40, 1);

    const { done, failures } = await atOnce(Array.from({ length: 40 }, (_, at) => transaction(`all-${at}`)));

    const reasons: CancellationReason[] = [{ Code: 'None' }, { Code: 'TransactionConflict', Message: message }];
    expect(done).toBe(1);
    expect(await count()).toBe('1');
    for (const failure of failures) {
      expect(failure).toBeInstanceOf(TransactionCanceledException);
      expect(failure).toMatchObject({
        CancellationReasons: reasons,
        message:
          'Transaction cancelled, please refer cancellation reasons for specific reasons [None, TransactionConflict]',
        $metadata: { httpStatusCode: 400 },
      });
    }
  });

  it('cancels about three in ten of forty at once by that share, which have written nothing', async () => {
    meet(40, 0.3);
    const key = keyOf('some');

    const { done, failures } = await atOnce(Array.from({ length: 40 }, (_, at) => transaction(`some-${at}`, key)));

    expect(failures.length).toBeGreaterThan(5);
    expect(failures.length).toBeLessThan(20);
    expect(await count(key)).toBe(String(done));
    const put = await Promise.all(
      Array.from({ length: 40 }, (_, at) => client.send(new GetItemCommand({ TableName, Key: keyOf(`some-${at}`) }))),
    );
    expect(put.filter(({ Item }) => Item)).toHaveLength(done);
  });

  it('cancels nothing that is alone, one after another', async () => {
    passage = createConflicts({ share: 1 });

    for (let number = 0; number < 5; number++) await transaction(`alone-${number}`, keyOf('alone'));

    expect(await count(keyOf('alone'))).toBe('5');
  });

  it('refuses a write and a transaction of reads beside a transaction, and no single read', async () => {
    meet(3, 1);
    const key = keyOf('beside');
    const begun = transaction('beside-1', key);
    await until(() => arrived === 1);

    const outcomes = await Promise.allSettled([
      client.send(new UpdateItemCommand({ TableName, Key: key, ...addOne })),
      client.send(new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key: key } }] })),
      client.send(new GetItemCommand({ TableName, Key: key })),
      begun,
    ]);

    expect(outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.name : outcome.status))).toEqual([
      'TransactionConflictException',
      'TransactionCanceledException',
      'fulfilled',
      'fulfilled',
    ]);
    expect(outcomes[0]).toMatchObject({ reason: { message } });
  });
});
