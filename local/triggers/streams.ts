import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { reaches, type StreamTrigger } from '../../lib/streams/trigger.ts';
import { type Checkpoints, keptCheckpoints } from './checkpoints.ts';
import { type DeliveryBounds, deliver } from './deliver.ts';
import { type Invoke, messageOf, type Poller, pauseUnless, type Report } from './poller.ts';
import { readShard, type ShardReader } from './shard.ts';
import { recordOf } from './stream-records.ts';

/** The stream of a table and the function that it triggers. */
export interface StreamSubscription extends Pick<StreamTrigger, 'changes' | 'sortKey' | 'batchSize'> {
  readonly functionName: string;
  /** The whole name of the table. */
  readonly tableName: string;
}

export interface StreamPollerOptions extends Partial<DeliveryBounds> {
  readonly streams: DynamoDBStreamsClient;
  readonly invoke: Invoke;
  readonly report: Report;
  /** The file that keeps how far the stream was read. */
  readonly checkpointFile: string;
  /** How many milliseconds pass between looks when nobody nudges. */
  readonly everyMilliseconds?: number;
}

/** Calls a function with the changes of a table, in their order and each at least once. */
export function pollStream(subscription: StreamSubscription, options: StreamPollerOptions): Poller {
  const { streams, report, everyMilliseconds = 250 } = options;
  const stopping = new AbortController();
  const shards = new Map<string, ShardReader>();
  let wake = new AbortController();
  let streamArn: string | undefined;
  let checkpoints: Checkpoints | undefined;

  async function poll(): Promise<void> {
    while (!stopping.signal.aborted) {
      wake = new AbortController();
      await look().catch(startOver);
      await pauseUnless(AbortSignal.any([wake.signal, stopping.signal]), everyMilliseconds);
    }
  }

  /** Starts over after an error; the checkpoints say where to go on. */
  function startOver(error: unknown): void {
    shards.clear();
    report(`cannot read the stream of ${subscription.tableName}: ${messageOf(error)}`);
  }

  async function look(): Promise<void> {
    streamArn ??= await findStream(streams, subscription.tableName);
    checkpoints ??= keptCheckpoints(options.checkpointFile, streamArn);
    if ([...shards.values()].every((shard) => shard.isFinished())) await findShards(streamArn, checkpoints);
    for (const [shardId, shard] of shards) await drain(shardId, shard, streamArn, checkpoints);
  }

  async function findShards(arn: string, kept: Checkpoints): Promise<void> {
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: arn }));
    for (const { ShardId } of StreamDescription?.Shards ?? [])
      if (ShardId && !shards.has(ShardId)) shards.set(ShardId, readShard(streams, arn, ShardId, kept.last(ShardId)));
  }

  async function drain(shardId: string, shard: ShardReader, arn: string, kept: Checkpoints): Promise<void> {
    const records = shard.isFinished() ? [] : await shard.read();
    const changes = records.map((record) => recordOf(record, arn));
    await deliver(
      changes.filter((change) => reaches(subscription, change)),
      {
        ...{ tries: 10, backOffMilliseconds: 100 },
        ...options,
        ...subscription,
        signal: stopping.signal,
        done: (record) => kept.advance(shardId, record.dynamodb?.SequenceNumber ?? ''),
      },
    );
  }

  const polling = poll();
  return {
    nudge: () => wake.abort(),
    async stop() {
      stopping.abort();
      await polling;
    },
  };
}

/** Finds the stream of a table; one that lost and regained its stream lists both, of which the newest counts. */
async function findStream(streams: DynamoDBStreamsClient, tableName: string): Promise<string> {
  const { Streams = [] } = await streams.send(new ListStreamsCommand({ TableName: tableName }));
  const newest = Streams.map(({ StreamArn }) => StreamArn ?? '')
    .sort()
    .at(-1);
  if (!newest) throw new Error('there is none');
  return newest;
}
