import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { queues } from '../../../infra/queues.ts';
import { type StreamTrigger, stream } from '../../../lib/streams/trigger.ts';
import { type Draining, drain } from '../../../local/chaos/drain.ts';

/** What the services answer, by the name of the command. */
type Answers = Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => object>>;

const idle: Answers = {
  ListStreamsCommand: () => ({ Streams: [{ StreamArn: 'stream' }] }),
  DescribeStreamCommand: () => ({ StreamDescription: { Shards: [{ ShardId: 'shard' }] } }),
  GetShardIteratorCommand: () => ({ ShardIterator: 'iterator' }),
  GetRecordsCommand: () => ({ Records: [{ eventName: 'MODIFY' }] }),
  ScanCommand: () => ({ Count: 0 }),
  GetQueueAttributesCommand: () => ({ Attributes: attributes() }),
};

const attributes = (visible = 0, notVisible = 0, delayed = 0) => ({
  ApproximateNumberOfMessages: String(visible),
  ApproximateNumberOfMessagesNotVisible: String(notVisible),
  ApproximateNumberOfMessagesDelayed: String(delayed),
});

const readers = [
  { name: 'queues-dispatch-events', trigger: readerOf('events', ['INSERT']) },
  { name: 'users-index-people', trigger: readerOf('identity', ['REMOVE']) },
];

function readerOf(table: string, changes: StreamTrigger['changes']) {
  return stream({ table, changes, batchSize: 1, grants: [] });
}

let dataDir: string;
let asked: string[];

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'drain-'));
  asked = [];
});

const queueIn = ({ QueueUrl }: Readonly<Record<string, unknown>>) => String(QueueUrl).split('/').at(-1) ?? '';

function cloudThat(answers: Partial<Answers> = {}): Draining {
  const send = async (command: { readonly input: Readonly<Record<string, unknown>> }) => {
    const { name } = command.constructor;
    asked.push(name === 'GetQueueAttributesCommand' ? queueIn(command.input) : name);
    return { ...idle, ...answers }[name]?.(command.input);
  };
  const client = { send } as never;
  return {
    clients: { dynamoDb: client, streams: client, sqs: client },
    ...{ readers, sqsEndpoint: 'http://127.0.0.1:1', dataDir },
  };
}

/** What is said to be missing after a single look; nothing when the cloud is at rest. */
const missingIn = (answers: Partial<Answers>) =>
  drain(cloudThat(answers), -1).then(
    () => undefined,
    ({ message }: Error) => message,
  );

describe('draining', () => {
  it('ends when the stream is read, the outbox empty, and every queue too', async () => {
    await drain(cloudThat());

    expect(asked.filter((each) => each.endsWith('-dead'))).toHaveLength(queues.length);
  });

  it('looks in the order in which work moves on: stream, outbox, what waits, queue, its dead letters, and what indexes are of', async () => {
    await drain(cloudThat());

    const order = [
      ...['GetRecordsCommand', 'ScanCommand', 'ScanCommand', 'polyclinic-local-email', 'polyclinic-local-email-dead'],
      ...['ScanCommand', 'GetRecordsCommand'],
    ];
    expect(asked.filter((each) => order.includes(each))).toEqual(order);
  });

  it('waits for an event that the reader of the stream has in hand, though it is not pending any more', async () => {
    expect(await missingIn({ GetRecordsCommand: () => ({ Records: [{ eventName: 'INSERT' }] }) })).toContain(
      '1 changes for queues-dispatch-events in the stream',
    );
  });

  it('reads the stream from where its reader has come to', async () => {
    await mkdir(path.join(dataDir, 'streams'));
    await writeFile(
      path.join(dataDir, 'streams', 'queues-dispatch-events.json'),
      JSON.stringify({ streamArn: 'stream', shards: { shard: '17' } }),
    );
    const from: unknown[] = [];
    const GetShardIteratorCommand = (input: object) => {
      from.push(input);
      return { ShardIterator: 'iterator' };
    };

    await drain(cloudThat({ GetShardIteratorCommand }));

    expect(from[0]).toMatchObject({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: '17' });
  });

  it('waits for the outbox', async () => {
    expect(await missingIn({ ScanCommand: () => ({ Count: 2 }) })).toContain('2 events in the outbox');
  });

  it('waits for what waits for the end of an outage', async () => {
    const ScanCommand = ({ IndexName }: Readonly<Record<string, unknown>>) => ({ Count: IndexName ? 0 : 2 });

    expect(await missingIn({ ScanCommand })).toContain('2 items of an outage');
  });

  it('waits for a change that is to be entered in an index', async () => {
    expect(await missingIn({ GetRecordsCommand: () => ({ Records: [{ eventName: 'REMOVE' }] }) })).toContain(
      '1 changes for users-index-people in the stream',
    );
  });

  it.each([
    ['that waits', attributes(1)],
    ['that somebody has in hand', attributes(0, 1)],
    ['that is postponed', attributes(0, 0, 1)],
  ])('waits for a message %s', async (_, Attributes) => {
    const missing = await missingIn({ GetQueueAttributesCommand: () => ({ Attributes }) });

    expect(missing).toMatch(/1 messages in polyclinic-local-/);
  });

  it('goes on looking until it is so', async () => {
    let left = 3;

    await drain(cloudThat({ ScanCommand: () => ({ Count: left-- > 0 ? 1 : 0 }) }));

    // Three looks that find something, and one that asks of the outbox, and twice of what waits.
    expect(asked.filter((each) => each === 'ScanCommand')).toHaveLength(3 + 3);
  });
});
