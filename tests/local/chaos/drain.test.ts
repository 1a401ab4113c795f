import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
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
  return { clients: { dynamoDb: client, streams: client, sqs: client }, sqsEndpoint: 'http://127.0.0.1:1', dataDir };
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

    expect(asked.at(-1)).toMatch(/-dead$/);
  });

  it('looks in the order in which work moves on: stream, outbox, queue, its dead letters', async () => {
    await drain(cloudThat());

    const order = ['GetRecordsCommand', 'ScanCommand', 'polyclinic-local-email', 'polyclinic-local-email-dead'];
    expect(asked.filter((each) => order.includes(each))).toEqual(order);
  });

  it('waits for an event that the reader of the stream has in hand, though it is not pending any more', async () => {
    expect(await missingIn({ GetRecordsCommand: () => ({ Records: [{ eventName: 'INSERT' }] }) })).toContain(
      '1 events in the stream',
    );
  });

  it('reads the stream from where its reader has come to', async () => {
    await mkdir(path.join(dataDir, 'streams'));
    await writeFile(
      path.join(dataDir, 'streams', 'queues-dispatch-events.json'),
      JSON.stringify({ streamArn: 'stream', shards: { shard: '17' } }),
    );
    let from: unknown;
    const GetShardIteratorCommand = (input: object) => {
      from = input;
      return { ShardIterator: 'iterator' };
    };

    await drain(cloudThat({ GetShardIteratorCommand }));

    expect(from).toMatchObject({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: '17' });
  });

  it('waits for the outbox', async () => {
    expect(await missingIn({ ScanCommand: () => ({ Count: 2 }) })).toContain('2 events in the outbox');
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

    expect(asked.filter((each) => each === 'ScanCommand')).toHaveLength(4);
  });
});
