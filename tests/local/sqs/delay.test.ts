import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSqs } from '../../../lib/aws/sqs.ts';
import { startSqsS3 } from '../../../local/sqs-s3.ts';
import { useTestCredentials } from '../../support/dynamodb.ts';

let dataDir: string;

beforeAll(async () => {
  useTestCredentials();
  dataDir = await mkdtemp(path.join(tmpdir(), 'kept-back-'));
});

afterAll(() => rm(dataDir, { recursive: true, force: true }));

describe('a message that is kept back on the local SQS', () => {
  it('comes after its seconds and not before, whether or not SQS was stopped meanwhile', async () => {
    const first = await startSqsS3({ port: 0, dataDir });
    const { client, QueueUrl } = await queueAt(first.endpoint);
    const Entries = [
      { Id: 'now', MessageBody: 'now' },
      { Id: 'later', MessageBody: 'later', DelaySeconds: 1 },
    ];
    const sentAt = Date.now();
    await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    const before = await delayed(client, QueueUrl);
    await first.stop();
    client.destroy();
    const second = await startSqsS3({ port: 0, dataDir });
    const again = await queueAt(second.endpoint);

    const came: [string | undefined, boolean][] = [];
    while (came.length < 2) {
      const wish = { QueueUrl: again.QueueUrl, WaitTimeSeconds: 5 };
      const { Messages = [] } = await again.client.send(new ReceiveMessageCommand(wish));
      came.push(...Messages.map(({ Body }): (typeof came)[number] => [Body, Date.now() - sentAt >= 1_000]));
    }
    again.client.destroy();
    await second.stop();

    expect(before).toBe('1');
    expect(came.map(([body]) => body)).toEqual(['now', 'later']);
    expect(came[1]?.[1]).toBe(true);
  });
});

/** The queue on an SQS, made if need be. */
async function queueAt(endpoint: string) {
  const client = createSqs(endpoint);
  const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: 'kept-back' }));
  return { client, QueueUrl };
}

async function delayed(client: ReturnType<typeof createSqs>, QueueUrl: string): Promise<string | undefined> {
  const AttributeNames = ['ApproximateNumberOfMessagesDelayed'] as const;
  const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] });
  return (await client.send(asked)).Attributes?.ApproximateNumberOfMessagesDelayed;
}
