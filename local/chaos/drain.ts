import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { DescribeStreamCommand, ListStreamsCommand } from '@aws-sdk/client-dynamodb-streams';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { deadLetterQueueName, queueName, queues } from '../../infra/queues.ts';
import { tableName } from '../../infra/tables.ts';
import { pendingIndex } from '../../lib/events/outbox.ts';
import type { LocalClients } from '../clients.ts';
import { stage } from '../settings.ts';
import { readShard } from '../triggers/shard.ts';
import { until } from './until.ts';

/** A cloud whose work is awaited to end. */
export interface Draining {
  readonly clients: Pick<LocalClients, 'dynamoDb' | 'streams' | 'sqs'>;
  readonly sqsEndpoint: string;
  readonly dataDir: string;
}

const patienceMilliseconds = 45_000;
const outbox = tableName(stage, 'events');

/**
 * Waits until all work that was caused is done. Places are looked at in the order in which work moves on, so that none can pass
 * from an unseen place to a seen one. Throws `NotInTime`.
 */
export async function drain(cloud: Draining, milliseconds = patienceMilliseconds): Promise<void> {
  await until(async () => (await findUnread(cloud)) ?? (await findPending(cloud)) ?? findQueued(cloud), milliseconds);
}

/** Finds events that the reader of the stream has not handled: it may be about to send one again that is no longer pending. */
async function findUnread({ clients: { streams }, dataDir }: Draining): Promise<string | undefined> {
  const { Streams = [] } = await streams.send(new ListStreamsCommand({ TableName: outbox }));
  const StreamArn = Streams.map((stream) => stream.StreamArn ?? '')
    .sort()
    .at(-1);
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const read = await readCheckpoints(path.join(dataDir, 'streams', 'queues-dispatch-events.json'));
  for (const { ShardId = '' } of StreamDescription?.Shards ?? []) {
    const records = await readShard(streams, StreamArn ?? '', ShardId, read[ShardId]).read();
    const unread = records.filter(({ eventName }) => eventName === 'INSERT').length;
    if (unread > 0) return `${unread} events in the stream`;
  }
  return undefined;
}

async function readCheckpoints(file: string): Promise<Readonly<Record<string, string>>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')).shards;
  } catch {
    return {};
  }
}

async function findPending({ clients: { dynamoDb } }: Draining): Promise<string | undefined> {
  const scan = new ScanCommand({ TableName: outbox, IndexName: pendingIndex.name, Select: 'COUNT' });
  const { Count = 0 } = await dynamoDb.send(scan);
  return Count > 0 ? `${Count} events in the outbox` : undefined;
}

async function findQueued({ clients: { sqs }, sqsEndpoint }: Draining): Promise<string | undefined> {
  const names = queues.flatMap(({ name }) => [queueName(stage, name), deadLetterQueueName(stage, name)]);
  for (const name of names) {
    const QueueUrl = `${sqsEndpoint}/000000000000/${name}`;
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    const { ApproximateNumberOfMessages: waiting, ...rest } = Attributes;
    const { ApproximateNumberOfMessagesNotVisible: underWay, ApproximateNumberOfMessagesDelayed: delayed } = rest;
    const count = Number(waiting) + Number(underWay) + Number(delayed);
    if (count > 0) return `${count} messages in ${name}`;
  }
  return undefined;
}
