import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { createClients, type LocalClients } from '../../../local/clients.ts';
import { applyTables } from '../../../local/definitions/tables.ts';
import { startDynamoDb } from '../../../local/dynamodb.ts';
import type { Emulator } from '../../../local/emulator.ts';
import type { Poller } from '../../../local/triggers/poller.ts';
import { pollStream } from '../../../local/triggers/streams.ts';
import { unusedPort } from '../../support/unused-ports.ts';
import { until } from '../until.ts';

let emulator: Emulator;
let clients: LocalClients;
let folder: string;
let TableName: string;
let tablesMade = 0;
let poller: Poller | undefined;
let reported: string[];

beforeAll(async () => {
  emulator = await startDynamoDb({ port: await unusedPort() });
  clients = createClients({ dynamodb: emulator.endpoint, sqs: '', s3: '' });
});

afterAll(() => emulator.stop());

beforeEach(async () => {
  tablesMade += 1;
  reported = [];
  folder = mkdtempSync(path.join(tmpdir(), 'polyclinic-streams-'));
  TableName = `polyclinic-test-table${tablesMade}`;
  await applyTables(clients.dynamoDb, 'test', [
    { name: `table${tablesMade}`, indexes: [], stream: 'new image', recovery: 'restored', grants: [] },
  ]);
});

afterEach(async () => {
  await poller?.stop();
  poller = undefined;
  rmSync(folder, { recursive: true });
});

/** Polls with a function that is given the event, and the keys in it. */
function poll(
  run: (keys: string[], event: DynamoDBStreamEvent) => unknown,
  tries = 3,
  { sortKey }: { readonly sortKey?: string } = {},
): void {
  const invoke = async (_name: string, event: unknown) =>
    run(
      (event as DynamoDBStreamEvent).Records.map(({ dynamodb }) => dynamodb?.Keys?.sk?.S ?? ''),
      event as DynamoDBStreamEvent,
    );
  poller = pollStream(
    {
      functionName: 'take',
      tableName: TableName,
      changes: ['INSERT'],
      batchSize: 4,
      ...(sortKey !== undefined && { sortKey }),
    },
    {
      ...{ streams: clients.streams, invoke, report: (message: string) => void reported.push(message) },
      ...{ checkpointFile: path.join(folder, 'take.json'), everyMilliseconds: 20, tries, backOffMilliseconds: 5 },
    },
  );
}

async function put(...keys: string[]): Promise<void> {
  for (const key of keys) {
    const Item = { pk: { S: 'a' }, sk: { S: key }, raw: { B: Buffer.from(key) } };
    await clients.dynamoDb.send(new PutItemCommand({ TableName, Item }));
  }
}

describe('pollStream', () => {
  it('hands over only the changes asked for, in the order and the shape of Lambda', async () => {
    const events: DynamoDBStreamEvent[] = [];

    await put('one', 'one', 'two');
    await clients.dynamoDb.send(new DeleteItemCommand({ TableName, Key: { pk: { S: 'a' }, sk: { S: 'one' } } }));
    poll((_keys, event) => void events.push(event));
    const handed = () => events.flatMap((event) => event.Records);
    await until(() => handed().some(({ dynamodb }) => dynamodb?.Keys?.sk?.S === 'two'));

    const records = handed();
    expect(records.map(({ eventName, dynamodb }) => [eventName, dynamodb?.Keys?.sk?.S])).toEqual([
      ['INSERT', 'one'],
      ['INSERT', 'two'],
    ]);
    expect(records[0]).toMatchObject({
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      eventSourceARN: expect.stringContaining(`table/${TableName}/stream/`),
      dynamodb: { NewImage: { raw: { B: 'b25l' } }, ApproximateCreationDateTime: expect.any(Number) },
    });
  });

  it('wakes the function for the items whose changes it asked for alone', async () => {
    const calls: string[][] = [];

    await put('SESSION#1', 'PERSON', 'SESSION#2');
    poll((keys) => void calls.push(keys), 3, { sortKey: 'PERSON' });
    await until(() => calls.length > 0);

    expect(calls).toEqual([['PERSON']]);
  });

  it('hands over no more than keys where the stream carries no more', async () => {
    const events: DynamoDBStreamEvent[] = [];
    const keysOnly = {
      name: `keys${tablesMade}`,
      indexes: [],
      stream: 'keys',
      recovery: 'restored',
      grants: [],
    } as const;
    TableName = `polyclinic-test-${keysOnly.name}`;
    await applyTables(clients.dynamoDb, 'test', [keysOnly]);

    await put('one');
    poll((_keys, event) => void events.push(event));
    await until(() => events.length > 0);

    expect(events[0]?.Records[0]?.dynamodb?.Keys).toEqual({ pk: { S: 'a' }, sk: { S: 'one' } });
    expect(JSON.stringify(events)).not.toContain('raw');
  });

  it('goes on from the first record that the function names as failed', async () => {
    const calls: string[][] = [];

    await put('1', '2', '3');
    poll((keys, event) => {
      calls.push(keys);
      const failed = calls.length === 1 ? event.Records[1]?.dynamodb?.SequenceNumber : undefined;
      return { batchItemFailures: failed ? [{ itemIdentifier: failed }] : [] };
    });
    await until(() => calls.flat().filter((key) => key === '3').length === 2);

    expect(calls[0]).toEqual(['1', '2', '3']);
    expect(calls.slice(1).flat()).toEqual(['2', '3']);
  });

  it('gives a record up that always fails, says so, and hands over the others', async () => {
    const handled: string[] = [];

    await put('1', 'poison', '2', '3');
    poll((keys) => {
      if (keys.includes('poison')) throw new Error('cannot be handled');
      handled.push(...keys);
    });
    await until(() => handled.includes('3'));

    expect(handled).toEqual(['1', '2', '3']);
    expect(reported).toEqual([expect.stringMatching(/GIVEN UP after 3 tries: take .*poison.*cannot be handled/)]);
  });

  it('goes on after a restart where it was', async () => {
    const handled: string[] = [];

    await put('before');
    poll((keys) => void handled.push(...keys));
    await until(() => handled.length === 1);
    await poller?.stop();
    await put('after');
    poll((keys) => void handled.push(...keys));
    await until(() => handled.length > 1);

    expect(handled).toEqual(['before', 'after']);
  });

  it('hands a record over again after a stop that came before it was handled', async () => {
    const handled: string[] = [];

    await put('one');
    poll(() => {
      throw new Error('not yet');
    }, 1_000);
    await put('two');
    await poller?.stop();
    poll((keys) => void handled.push(...keys));
    await until(() => handled.includes('two'));

    expect(handled).toEqual(['one', 'two']);
  });
});
