import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSqs } from '../../../lib/aws/sqs.ts';
import type { Emulator } from '../../../local/emulator.ts';
import type { AskSqs } from '../../../local/sqs/call.ts';
import { passSqs } from '../../../local/sqs/gate.ts';
import { startSqsS3 } from '../../../local/sqs-s3.ts';
import { useTestCredentials } from '../../support/dynamodb.ts';
import { cases } from './cases.ts';

let emulator: Emulator;
let client: SQSClient;
let number = 0;

beforeAll(async () => {
  useTestCredentials();
  emulator = await startSqsS3({ port: 0 });
  client = createSqs(emulator.endpoint);
}, 20_000);

afterAll(async () => {
  client.destroy();
  await emulator.stop();
});

/** A queue of its own for each test. */
async function createQueue(Attributes: Record<string, string> = {}): Promise<string> {
  number += 1;
  const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: `case${number}`, Attributes }));
  return QueueUrl;
}

describe('the local SQS', () => {
  it.each(cases)('$title', async ({ attempt, expected }) => {
    expect(await attempt({ client, QueueUrl: await createQueue() })).toEqual(expected);
  });
});

describe('a message', () => {
  it.each([
    ['nothing', undefined, undefined],
    ['how often it came', ['ApproximateReceiveCount' as const], { ApproximateReceiveCount: '1' }],
    ['when it was sent', ['SentTimestamp' as const], { SentTimestamp: expect.any(String) }],
  ])('comes with what its receiver asks for: %s', async (_, MessageSystemAttributeNames, Attributes) => {
    const QueueUrl = await createQueue();
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'text' }));

    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames }));

    expect(Messages?.map((each) => each.Attributes)).toEqual([Attributes]);
  });
});

/** Asks the local SQS as it is, without its gate. */
const ask: AskSqs = async ({ method, url, headers, body }) => {
  const { 'x-amz-target': target = '' } = headers;
  const answer = await fetch(`${emulator.endpoint}${url}`, {
    method,
    headers: { 'x-amz-target': String(target), 'content-type': 'application/x-amz-json-1.0' },
    body,
  });
  return { status: answer.status, headers: {}, body: Buffer.from(await answer.arrayBuffer()) };
};

describe('a message that is older than its queue keeps it', () => {
  const minute = 60_000;

  /** Receives at a time that is so many milliseconds from now; answers what came. */
  async function receiveLater(QueueUrl: string, milliseconds: number, wishes: object = {}) {
    const body = Buffer.from(JSON.stringify({ QueueUrl, MaxNumberOfMessages: 10, ...wishes }));
    const headers = { 'x-amz-target': 'AmazonSQS.ReceiveMessage' };
    const now = new Date(Date.now() + milliseconds);
    const answer = await passSqs({ method: 'POST', url: '/', headers, body }, ask, now);
    return JSON.parse(answer.body.toString()).Messages as { Body: string; Attributes?: object }[] | undefined;
  }

  it('is not received, and is gone', async () => {
    const QueueUrl = await createQueue({ MessageRetentionPeriod: '60', VisibilityTimeout: '0' });
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'old' }));

    expect(await receiveLater(QueueUrl, minute + 1_000)).toBeUndefined();

    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages).toBeUndefined();
  });

  it('is received until then', async () => {
    const QueueUrl = await createQueue({ MessageRetentionPeriod: '61', VisibilityTimeout: '0' });
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'young' }));

    expect(await receiveLater(QueueUrl, minute - 10_000)).toMatchObject([{ Body: 'young' }]);
  });

  it('gives its place to the next, until there is none', async () => {
    const QueueUrl = await createQueue({ MessageRetentionPeriod: '60' });
    for (const MessageBody of ['1', '2', '3']) await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));

    await receiveLater(QueueUrl, minute + 1_000, { MaxNumberOfMessages: 1 });

    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages).toBeUndefined();
  });
});
