import { DescribeTableCommand, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { QueueDefinition } from '../../../infra/queues.ts';
import type { TableDefinition } from '../../../infra/tables.ts';
import { createClients, type LocalClients } from '../../../local/clients.ts';
import { applyBuckets } from '../../../local/definitions/buckets.ts';
import { applyQueues } from '../../../local/definitions/queues.ts';
import { applyTables } from '../../../local/definitions/tables.ts';
import { startDynamoDb } from '../../../local/dynamodb.ts';
import type { Emulator } from '../../../local/emulator.ts';
import { startSqsS3 } from '../../../local/sqs-s3.ts';
import { unusedPort } from '../../support/unused-ports.ts';

let emulators: Emulator[];
let clients: LocalClients;

beforeAll(async () => {
  const [dynamoDb, aws] = await Promise.all([startDynamoDb({ port: await unusedPort() }), startSqsS3({ port: 0 })]);
  emulators = [dynamoDb, aws];
  clients = createClients({ dynamodb: dynamoDb.endpoint, sqs: aws.endpoint, s3: aws.endpoint });
});

afterAll(() => Promise.all(emulators.map((emulator) => emulator.stop())));

const table = (overrides: Partial<TableDefinition> = {}): TableDefinition => ({
  ...{ name: 'people', indexes: [], stream: false, recovery: 'restored', grants: [] },
  ...overrides,
});
const index = (name: string) => ({ name, partitionKey: `${name}Key`, sortKey: 'sk' });
const TableName = 'polyclinic-test-people';

async function described() {
  const { Table } = await clients.dynamoDb.send(new DescribeTableCommand({ TableName }));
  const indexes = Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName) ?? [];
  return { indexes: indexes.sort(), streams: Table?.StreamSpecification?.StreamViewType };
}

describe('applyTables', () => {
  it('brings a kept table to its changed definition and loses nothing', async () => {
    const Key = { pk: { S: 'a' }, sk: { S: 'b' } };

    await applyTables(clients.dynamoDb, 'test', [table({ indexes: [index('first'), index('second')] })]);
    await clients.dynamoDb.send(new PutItemCommand({ TableName, Item: Key }));
    await applyTables(clients.dynamoDb, 'test', [
      table({ indexes: [index('second'), index('third')], stream: 'new image' }),
    ]);

    expect(await described()).toEqual({ indexes: ['second', 'third'], streams: 'NEW_IMAGE' });
    expect((await clients.dynamoDb.send(new GetItemCommand({ TableName, Key }))).Item).toEqual(Key);
  });

  it('finds in a new index what a kept table held before', async () => {
    const Item = { pk: { S: 'c' }, sk: { S: 'd' }, fourthKey: { S: 'e' } };
    const query = {
      IndexName: 'fourth',
      KeyConditionExpression: 'fourthKey = :key',
      ExpressionAttributeValues: { ':key': { S: 'e' } },
    };

    await applyTables(clients.dynamoDb, 'test', [table()]);
    await clients.dynamoDb.send(new PutItemCommand({ TableName, Item }));
    await applyTables(clients.dynamoDb, 'test', [table({ indexes: [index('fourth'), index('fifth')] })]);

    expect((await clients.dynamoDb.send(new QueryCommand({ TableName, ...query }))).Items).toEqual([Item]);
  });

  it('ends a stream that nobody reads any more', async () => {
    await applyTables(clients.dynamoDb, 'test', [table({ stream: 'keys' })]);
    await applyTables(clients.dynamoDb, 'test', [table()]);

    expect(await described()).toEqual({ indexes: [], streams: undefined });
  });
});

describe('applyQueues', () => {
  const queue = (overrides: Partial<QueueDefinition> = {}): QueueDefinition => ({
    ...{ name: 'mail', summary: 'Mails.', seconds: 10, memory: 512, tries: 3, batch: 1, concurrency: 5 },
    ...overrides,
  });
  const QueueUrl = () => `${emulators[1]?.endpoint}/000000000000/polyclinic-test-mail`;
  const day = 24 * 60 * 60;

  async function attributes(url = QueueUrl()) {
    const all = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] });
    return (await clients.sqs.send(all)).Attributes;
  }

  it('brings a kept queue to its changed definition and loses no message', async () => {
    await applyQueues(clients.sqs, [queue()], { stage: 'test' });
    await clients.sqs.send(new SendMessageCommand({ QueueUrl: QueueUrl(), MessageBody: 'kept' }));
    await applyQueues(clients.sqs, [queue({ seconds: 20, tries: 5 })], { stage: 'test' });

    expect(await attributes()).toMatchObject({
      VisibilityTimeout: '120',
      RedrivePolicy: expect.stringMatching(/polyclinic-test-mail-dead".*"maxReceiveCount":"?5/),
    });
    const { Messages } = await clients.sqs.send(new ReceiveMessageCommand({ QueueUrl: QueueUrl() }));
    expect(Messages?.[0]?.Body).toBe('kept');
  });

  it('hides a received message for as long as the local settings say', async () => {
    await applyQueues(clients.sqs, [queue()], { stage: 'test', visibilitySeconds: 3 });

    expect(await attributes()).toMatchObject({ VisibilityTimeout: '3' });
    expect(await attributes(`${QueueUrl()}-dead`)).toMatchObject({ VisibilityTimeout: '3' });
  });

  it('hides and keeps messages and dead letters as they are deployed', async () => {
    await applyQueues(clients.sqs, [queue()], { stage: 'test' });

    expect(await attributes()).toMatchObject({ VisibilityTimeout: '60', MessageRetentionPeriod: String(7 * day) });
    expect(await attributes(`${QueueUrl()}-dead`)).toMatchObject({
      VisibilityTimeout: '60',
      MessageRetentionPeriod: String(14 * day),
    });
  });
});

describe('applyBuckets', () => {
  it('leaves a bucket that is there as it is', async () => {
    await applyBuckets(clients.s3, 'test', [{ name: 'files' }]);

    await expect(applyBuckets(clients.s3, 'test', [{ name: 'files' }])).resolves.toBeUndefined();
  });
});
