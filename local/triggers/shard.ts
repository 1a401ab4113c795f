import {
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamedRecord,
} from '@aws-sdk/client-dynamodb-streams';

/** Reads a shard forward. */
export interface ShardReader {
  /** Reads the next records; none when there are no new ones. */
  read(): Promise<StreamedRecord[]>;
  /** Whether the shard was closed and read to its end. */
  isFinished(): boolean;
}

/** Reads from after the sequence number `last`, or from the oldest record that is kept. */
export function readShard(
  streams: DynamoDBStreamsClient,
  StreamArn: string,
  ShardId: string,
  last: string | undefined,
): ShardReader {
  let iterator: string | undefined;
  let finished = false;

  const fromOldest = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
  const fromLast = { StreamArn, ShardId, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: last } as const;

  async function open(): Promise<string | undefined> {
    try {
      const from = new GetShardIteratorCommand(last === undefined ? fromOldest : fromLast);
      return (await streams.send(from)).ShardIterator;
    } catch (error) {
      // Records that were not read within 24 hours are gone: the reader goes on with the oldest that is left.
      if (!(error instanceof Error && error.name === 'TrimmedDataAccessException')) throw error;
      return (await streams.send(new GetShardIteratorCommand(fromOldest))).ShardIterator;
    }
  }

  return {
    isFinished: () => finished,
    async read() {
      iterator ??= await open();
      const page = await streams.send(new GetRecordsCommand({ ShardIterator: iterator }));
      iterator = page.NextShardIterator;
      finished = iterator === undefined;
      return page.Records ?? [];
    },
  };
}
