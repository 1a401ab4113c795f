import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { DescribeStreamCommand, ListStreamsCommand } from '@aws-sdk/client-dynamodb-streams';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { deadLetterQueueName, queueName, queues } from '../../infra/queues.ts';
import { tableName } from '../../infra/tables.ts';
import { pendingIndex } from '../../lib/events/outbox.ts';
import { outages, waitingMessages } from '../../lib/messaging/waiting-repository.ts';
import { reaches, type StreamTrigger } from '../../lib/streams/trigger.ts';
import type { LocalClients } from '../clients.ts';
import { stage } from '../settings.ts';
import { readShard } from '../triggers/shard.ts';
import { until } from './until.ts';

/** A function that reads the stream of a table. */
export interface StreamReader {
  /** The short name of the function. */
  readonly name: string;
  readonly trigger: StreamTrigger;
}

/** A cloud whose work is awaited to end. */
export interface Draining {
  readonly readers: readonly StreamReader[];
  readonly clients: Pick<LocalClients, 'dynamoDb' | 'streams' | 'sqs'>;
  readonly sqsEndpoint: string;
  readonly dataDir: string;
}

const patienceMilliseconds = 60_000;
/** A look at all places takes forty calls, which would keep the machine busy where most of the time is waited for a message. */
const everyMilliseconds = 250;
const outbox = tableName(stage, 'events');

/**
 * Waits until all work that was caused is done. Places are looked at in the order in which work moves on, so that none can pass
 * from an unseen place to a seen one. Throws `NotInTime`.
 */
export async function drain(cloud: Draining, milliseconds = patienceMilliseconds): Promise<void> {
  const places = [
    () => findUnread(cloud, ({ trigger }) => trigger.table === 'events'),
    () => findPending(cloud),
    () => findWaiting(cloud),
    () => findQueued(cloud),
    // A message may begin to wait while queues are looked at; it does so for longer than that takes.
    () => findWaiting(cloud),
    () => findUnread(cloud, ({ trigger }) => trigger.table !== 'events'),
  ];
  await until(
    async () => {
      for (const find of places) {
        const found = await find();
        if (found !== undefined) return found;
      }
      return undefined;
    },
    milliseconds,
    everyMilliseconds,
  );
}

/** Finds changes that a reader of a stream has not handled: it may be about to send an event again that is no longer pending. */
async function findUnread(cloud: Draining, isWanted: (reader: StreamReader) => boolean): Promise<string | undefined> {
  for (const reader of cloud.readers.filter(isWanted)) {
    const unread = await countUnread(cloud, reader);
    if (unread > 0) return `${unread} changes for ${reader.name} in the stream`;
  }
  return undefined;
}

async function countUnread(
  { clients: { streams }, dataDir }: Draining,
  { name, trigger }: StreamReader,
): Promise<number> {
  const TableName = tableName(stage, trigger.table);
  const { Streams = [] } = await streams.send(new ListStreamsCommand({ TableName }));
  const StreamArn = Streams.map((stream) => stream.StreamArn ?? '')
    .sort()
    .at(-1);
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const read = await readCheckpoints(path.join(dataDir, 'streams', `${name}.json`));
  let unread = 0;
  for (const { ShardId = '' } of StreamDescription?.Shards ?? []) {
    const records = await readShard(streams, StreamArn ?? '', ShardId, read[ShardId]).read();
    unread += records.filter((record) => reaches(trigger, record)).length;
  }
  return unread;
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

/** Finds messages that wait for the end of an outage, and outages that go on. */
async function findWaiting({ clients: { dynamoDb } }: Draining): Promise<string | undefined> {
  const scan = new ScanCommand({
    TableName: tableName(stage, 'platform'),
    FilterExpression: '#entity IN (:message, :outage)',
    ExpressionAttributeNames: { '#entity': 'entity' },
    ExpressionAttributeValues: { ':message': { S: waitingMessages.name }, ':outage': { S: outages.name } },
    Select: 'COUNT',
  });
  const { Count = 0 } = await dynamoDb.send(scan);
  return Count > 0 ? `${Count} items of an outage` : undefined;
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
