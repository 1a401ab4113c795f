import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DescribeStreamCommand,
  ListStreamsCommand,
  type _Record as StreamedRecord,
} from '@aws-sdk/client-dynamodb-streams';
import { tableName, tables } from '../../infra/tables.ts';
import { createDynamoDb } from '../../lib/aws/dynamodb.ts';
import { later, minute } from '../../lib/clock.ts';
import type { Database } from '../../lib/data/database.ts';
import { createDynamoDatabase } from '../../lib/data/dynamo-database.ts';
import { createDispatch } from '../../lib/dispatch/dispatch.ts';
import { createPendingEvents } from '../../lib/dispatch/pending-events.ts';
import { log } from '../../lib/log.ts';
import { createClients } from '../../local/clients.ts';
import { applyTables } from '../../local/definitions/tables.ts';
import { startDynamoDb } from '../../local/dynamodb.ts';
import { readShard } from '../../local/triggers/shard.ts';
import { filesIn, type Haystack } from './canaries.ts';
import { useTestCredentials } from './dynamodb.ts';
import { createFakeQueues } from './events.ts';
import type { TestPlatform } from './platform.ts';
import { unusedPort } from './unused-ports.ts';

/** A database that writes files, and all that can be read of it past the product. */
export interface CanaryStore {
  /** Logs what each call cost. */
  readonly database: Database;
  files(): Haystack[];
  /** All changes of all tables, as their streams tell them. */
  streamRecords(): Promise<StreamedRecord[]>;
  stop(): Promise<void>;
}

/** Starts a database in a folder of its own, whose tables are all streamed with what was written, whatever they are deployed as. */
export async function startCanaryStore(): Promise<CanaryStore> {
  useTestCredentials();
  const folder = mkdtempSync(path.join(tmpdir(), 'polyclinic-canaries-'));
  const emulator = await startDynamoDb({ port: await unusedPort(), dataDir: folder });
  const clients = createClients({ dynamodb: emulator.endpoint, sqs: '', s3: '' });
  const client = createDynamoDb(emulator.endpoint);
  await applyTables(
    clients.dynamoDb,
    'test',
    tables.map((table) => ({ ...table, stream: 'new image' as const })),
  );

  async function recordsOf(StreamArn: string): Promise<StreamedRecord[]> {
    const { StreamDescription } = await clients.streams.send(new DescribeStreamCommand({ StreamArn }));
    const shards = (StreamDescription?.Shards ?? []).flatMap(({ ShardId }) => ShardId ?? []);
    const read = shards.map((shard) => readShard(clients.streams, StreamArn, shard, undefined).read());
    return (await Promise.all(read)).flat();
  }

  return {
    database: createDynamoDatabase({
      client: () => client,
      tableName: (table) => tableName('test', table),
      onCapacity: (capacity) => log.debug('database call', { ...capacity }),
    }),
    files: () => filesIn(folder),
    async streamRecords() {
      const { Streams = [] } = await clients.streams.send(new ListStreamsCommand({}));
      return (await Promise.all(Streams.flatMap(({ StreamArn }) => StreamArn ?? []).map(recordsOf))).flat();
    },
    async stop() {
      for (const each of [client, ...Object.values(clients)]) each.destroy();
      await emulator.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The messages to which the events of the outbox lead, as if a queue took them all. */
export async function messagesOf(database: Database, { clock, sleep }: TestPlatform) {
  const queues = createFakeQueues();
  const pending = createPendingEvents({ database, clock, sleep });
  const { events } = await pending.list({ before: later(clock(), minute), limit: 100, takes: () => true });
  await createDispatch({ queuesOf: () => ['email'], send: queues.send, pending, optionalQueues: () => [], clock })(
    events,
  );
  return queues.sent;
}
