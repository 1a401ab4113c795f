import { once } from 'node:events';
import { connect } from 'node:net';
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { applyTables } from '../../../local/definitions/tables.ts';
import type { Passage } from '../../../local/dynamodb/gate.ts';
import { startDynamoDb } from '../../../local/dynamodb.ts';
import type { Emulator } from '../../../local/emulator.ts';
import { useTestCredentials } from '../../support/dynamodb.ts';
import { unusedPort } from '../../support/unused-ports.ts';

const usual: Passage = (_, pass) => pass();
const TableName = 'polyclinic-test-notes';
const Key = { pk: { S: 'a' }, sk: { S: 'b' } };

let passage: Passage;
let emulator: Emulator;
let client: DynamoDBClient;

beforeEach(async () => {
  useTestCredentials();
  passage = usual;
  emulator = await startDynamoDb({ port: await unusedPort(), passage: (call, pass) => passage(call, pass) });
  client = new DynamoDBClient({ endpoint: emulator.endpoint, maxAttempts: 1 });
  await applyTables(client, 'test', [{ name: 'notes', indexes: [], stream: false, recovery: 'restored', grants: [] }]);
});

afterEach(async () => {
  client.destroy();
  await emulator.stop();
});

describe('the gate before the local DynamoDB', () => {
  it('passes what is valid, and its answer', async () => {
    const Item = { ...Key, text: { S: 'ü'.repeat(100_000) } };

    await client.send(new PutItemCommand({ TableName, Item }));

    expect((await client.send(new GetItemCommand({ TableName, Key }))).Item).toEqual(Item);
  });

  it('passes a query by keys that are no texts', async () => {
    const AttributeDefinitions = ['n', 'm'].map((AttributeName) => ({ AttributeName, AttributeType: 'N' as const }));
    const table = { TableName: 'numbers', BillingMode: 'PAY_PER_REQUEST' } as const;
    const KeySchema = [
      { AttributeName: 'n', KeyType: 'HASH' as const },
      { AttributeName: 'm', KeyType: 'RANGE' as const },
    ];
    await client.send(new CreateTableCommand({ ...table, AttributeDefinitions, KeySchema }));
    const Item = { n: { N: '1' }, m: { N: '2' } };
    await client.send(new PutItemCommand({ TableName: 'numbers', Item }));

    const { Items } = await client.send(
      new QueryCommand({
        TableName: 'numbers',
        KeyConditionExpression: 'n = :n AND m > :m',
        ExpressionAttributeValues: { ':n': { N: '1' }, ':m': { N: '1' } },
      }),
    );

    expect(Items).toEqual([Item]);
  });

  it('refuses what is not valid, as DynamoDB does', async () => {
    const ConditionExpression = `attribute_exists(${'a'.repeat(4_100)})`;

    const refused = client.send(new PutItemCommand({ TableName, Item: Key, ConditionExpression }));

    await expect(refused).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        'Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; expression size: 4118',
      $metadata: { httpStatusCode: 400, requestId: expect.any(String) },
    });
    expect((await client.send(new GetItemCommand({ TableName, Key }))).Item).toBeUndefined();
  });

  it('lets a valid call be answered otherwise', async () => {
    const body = Buffer.from('{"Item":{"pk":{"S":"of the passage"}}}');
    passage = async ({ operation }, pass) => (operation === 'GetItem' ? { status: 200, headers: {}, body } : pass());

    const { Item } = await client.send(new GetItemCommand({ TableName, Key }));

    expect(Item).toEqual({ pk: { S: 'of the passage' } });
  });

  it('outlives a passage that throws, and a client that breaks off', async () => {
    passage = () => Promise.reject(new Error('of the passage'));
    await expect(client.send(new GetItemCommand({ TableName, Key }))).rejects.toThrow();
    passage = usual;
    const socket = connect(Number(new URL(emulator.endpoint).port), '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{"Tab');
    await once(socket, 'connect');
    socket.resetAndDestroy();

    expect((await client.send(new GetItemCommand({ TableName, Key }))).Item).toBeUndefined();
  });

  it('ends with the database behind it, and leaves the port to the next one', async () => {
    const port = Number(new URL(emulator.endpoint).port);
    await emulator.stop();
    await expect(client.send(new GetItemCommand({ TableName, Key }))).rejects.toThrow();

    emulator = await startDynamoDb({ port });

    await expect(client.send(new GetItemCommand({ TableName, Key }))).rejects.toThrow('not found');
  });
});
