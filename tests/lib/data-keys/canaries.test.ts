import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DescribeStreamCommand, ListStreamsCommand } from '@aws-sdk/client-dynamodb-streams';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { tableName, tables } from '../../../infra/tables.ts';
import { createDynamoDb } from '../../../lib/aws/dynamodb.ts';
import { later, minute } from '../../../lib/clock.ts';
import type { Database } from '../../../lib/data/database.ts';
import { createDynamoDatabase } from '../../../lib/data/dynamo-database.ts';
import { at } from '../../../lib/data/read.ts';
import { insert, update } from '../../../lib/data/write.ts';
import { keyedHash } from '../../../lib/data-keys/keyed-hash.ts';
import { createDispatch } from '../../../lib/dispatch/dispatch.ts';
import { createPendingEvents } from '../../../lib/dispatch/pending-events.ts';
import { defineEvent } from '../../../lib/events/definition.ts';
import { log } from '../../../lib/log.ts';
import { createClients, type LocalClients } from '../../../local/clients.ts';
import { applyTables } from '../../../local/definitions/tables.ts';
import { startDynamoDb } from '../../../local/dynamodb.ts';
import type { Emulator } from '../../../local/emulator.ts';
import { readShard } from '../../../local/triggers/shard.ts';
import { filesIn, type Haystack, jsonOf, tracesOf } from '../../support/canaries.ts';
import { useTestCredentials } from '../../support/dynamodb.ts';
import { createFakeQueues } from '../../support/events.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { createTestPlatform, type TestPlatform } from '../../support/platform.ts';
import { createRecordKeys, type RecordKeys } from '../../support/record-keys.ts';
import { unusedPort } from '../../support/unused-ports.ts';
import { charts, ownFields, shownFields } from './chart.ts';

process.env.LOG_LEVEL = 'debug';

const canaries = ['canary-of-notes-7f3a', 'canary-of-allergies-21bd', 'canary-of-address-90ce', 'canary-of-name-5e11'];
const [notes = '', allergy = '', address = '', name = ''] = canaries;
const place = { id: 'ada', clinicId: 'one' };
const conflict = () => new Error('conflict');
const chartOpened = defineEvent({
  type: 'chart.opened',
  version: 1,
  summary: 'A chart was opened.',
  data: () => z.object({ chartId: z.string() }),
  queues: ['email'],
});

interface World extends Pick<RecordKeys, 'keyring' | 'rotate'> {
  readonly client: ReturnType<typeof createDynamoDb>;
  readonly database: Database;
  readonly platform: TestPlatform;
}

let folder: string;
let emulator: Emulator;
let clients: LocalClients;

beforeAll(async () => {
  useTestCredentials();
  folder = mkdtempSync(path.join(tmpdir(), 'polyclinic-canaries-'));
  emulator = await startDynamoDb({ port: await unusedPort(), dataDir: folder });
  clients = createClients({ dynamodb: emulator.endpoint, sqs: '', s3: '' });
  // Every table is streamed here, whatever it is deployed as.
  const streamed = tables.map((table) => ({ ...table, stream: 'new image' as const }));
  await applyTables(clients.dynamoDb, 'test', streamed);
});

afterAll(async () => {
  for (const client of Object.values(clients)) client.destroy();
  await emulator.stop();
  rmSync(folder, { recursive: true });
});

function createWorld(): World {
  const client = createDynamoDb(emulator.endpoint);
  const database = createDynamoDatabase({
    client: () => client,
    tableName: (table) => tableName('test', table),
    onCapacity: (capacity) => log.debug('database call', { ...capacity }),
  });
  const platform = createTestPlatform(database);
  return { client, database, platform, ...createRecordKeys(platform) };
}

/** All changes of all tables, as their streams tell them. */
async function streamRecords(): Promise<unknown[]> {
  const { Streams = [] } = await clients.streams.send(new ListStreamsCommand({}));
  const arns = Streams.flatMap(({ StreamArn }) => StreamArn ?? []);
  const ofStream = async (StreamArn: string) => {
    const { StreamDescription } = await clients.streams.send(new DescribeStreamCommand({ StreamArn }));
    const shards = (StreamDescription?.Shards ?? []).flatMap(({ ShardId }) => ShardId ?? []);
    return Promise.all(shards.map((shard) => readShard(clients.streams, StreamArn, shard, undefined).read()));
  };
  return (await Promise.all(arns.map(ofStream))).flat(2);
}

/** The life of a record: made, told of, read with its key, changed, and met where it was swapped. */
async function live({ database, platform, keyring, rotate }: World) {
  await rotate();
  const [own, shown] = [await keyring.make('patients/ada'), await keyring.make('clinics/one')];
  const chart = {
    ...place,
    ...ownFields.seal(place, { notes, allergies: [allergy], address: null }, own.key),
    ...shownFields.seal(place, { bloodGroup: 'A+' }, shown.key),
  };
  const details = { filter: { q: keyedHash(shown.key, 'name', name) } };
  await platform.commit([insert(charts, chart, { conflict }), own.write, shown.write], {
    events: [chartOpened.of({ subject: 'charts/ada', data: { chartId: 'ada' } })],
    audit: [{ action: 'request.refused', subject: 'charts/ada', outcome: 'success', details }],
  });
  const set = ownFields.seal(place, { address }, own.key);
  await platform.commit([update(charts, place, { set, conflict })]);
  const [stored] = await platform.read.findTogether([at(charts, place)]);
  const opened = stored && ownFields.open(stored, await keyring.get('patients/ada'));
  expect(() => ownFields.open({ ...chart, id: 'eve' }, own.key)).toThrow('does not open');
  return { opened, messages: await dispatched(database, platform) };
}

/** The messages to which the events of the outbox lead. */
async function dispatched(database: Database, { clock, sleep }: TestPlatform) {
  const queues = createFakeQueues();
  const pending = createPendingEvents({ database, clock, sleep });
  const { events } = await pending.list({ before: later(clock(), minute), limit: 10, takes: () => true });
  await createDispatch({ queuesOf: () => ['email'], send: queues.send, pending, optionalQueues: () => [], clock })(
    events,
  );
  return queues.sent;
}

describe('what is sealed of a record', () => {
  let haystacks: Haystack[];
  let world: World;

  beforeAll(async () => {
    world = createWorld();
    const { result, lines } = await withLogLines(() => live(world));
    expect(result.opened).toEqual({ notes, allergies: [allergy], address });
    haystacks = [
      ...filesIn(folder),
      jsonOf('the log', lines),
      jsonOf('the streams', await streamRecords()),
      jsonOf('the messages', result.messages),
    ];
  });

  afterAll(() => world.client.destroy());

  it('stands in no file of the database, log line, stream record or message, in any spelling', () => {
    expect(tracesOf(canaries, haystacks)).toEqual([]);
  });

  it('was looked for where everything else of the record stands', () => {
    const told = tracesOf(['charts/ada'], haystacks);

    expect(new Set(told)).toEqual(
      new Set([
        expect.stringContaining('dynamodb.sqlite'),
        'charts/ada in plain in the streams',
        'charts/ada in plain in the messages',
      ]),
    );
    expect(tracesOf(['seal broken', 'database call'], haystacks)).toEqual([
      'seal broken in plain in the log',
      'database call in plain in the log',
    ]);
  });

  it.each([
    ['plain', (text: string) => text],
    ['hex', (text: string) => Buffer.from(text).toString('hex')],
    ['base64', (text: string) => Buffer.from(`{"notes":"${text}"}`).toString('base64')],
  ])('would be found where it leaks, in %s', async (spelling, spell) => {
    const leak = `leaking-canary-${spelling}`;
    const leaked = { pk: `LEAK#${spelling}`, sk: 'LEAK', text: spell(leak) };
    const { lines } = await withLogLines(() => {
      log.info('leak', { about: spell(leak) });
      return world.database.write({ kind: 'put', table: 'identity', item: leaked });
    });

    const traces = tracesOf(
      [leak],
      [...filesIn(folder), jsonOf('the log', lines), jsonOf('the streams', await streamRecords())],
    );

    const places = ['dynamodb.sqlite', 'the log', 'the streams'];
    expect(places.filter((where) => !traces.some((trace) => trace.includes(where)))).toEqual([]);
  });
});
