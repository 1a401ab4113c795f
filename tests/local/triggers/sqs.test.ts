import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { createClients, type LocalClients } from '../../../local/clients.ts';
import type { Emulator } from '../../../local/emulator.ts';
import { startSqsS3 } from '../../../local/sqs-s3.ts';
import type { Poller } from '../../../local/triggers/poller.ts';
import { pollQueue, type QueueSubscription } from '../../../local/triggers/sqs.ts';
import { until } from '../until.ts';

let emulator: Emulator;
let clients: LocalClients;
let queueUrl: string;
let poller: Poller;
let queuesMade = 0;
const reported: string[] = [];
const pollers: Poller[] = [];

beforeAll(async () => {
  emulator = await startSqsS3({ port: 0 });
  clients = createClients({ dynamodb: '', sqs: emulator.endpoint, s3: emulator.endpoint });
});

afterAll(async () => {
  await Promise.all(pollers.map((each) => each.stop()));
  await emulator.stop();
});

beforeEach(async () => {
  queuesMade += 1;
  const created = new CreateQueueCommand({ QueueName: `queue-${queuesMade}`, Attributes: { VisibilityTimeout: '3' } });
  queueUrl = (await clients.sqs.send(created)).QueueUrl ?? '';
});

/** Polls with a function that is given the bodies of each call. */
function poll(run: (event: SQSEvent) => unknown, overrides: Partial<QueueSubscription> = {}): void {
  const subscription = { functionName: 'take', queueUrl, batchSize: 10, concurrency: 5, ...overrides };
  const invoke = async (_name: string, event: unknown) => run(event as SQSEvent);
  poller = pollQueue(subscription, { sqs: clients.sqs, invoke, report: (message) => void reported.push(message) });
  pollers.push(poller);
}

async function send(...bodies: string[]): Promise<void> {
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  await clients.sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
}

/** Messages that are in the queue, whether they can be seen or not. */
async function left(): Promise<number> {
  const { Attributes } = await clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages) + Number(Attributes?.ApproximateNumberOfMessagesNotVisible);
}

const bodiesOf = (event: SQSEvent) => event.Records.map(({ body }) => body);

describe('pollQueue', () => {
  it('hands messages over as Lambda does and deletes them', async () => {
    const events: SQSEvent[] = [];

    poll((event) => void events.push(event));
    await send('one');
    await until(async () => events.length === 1 && (await left()) === 0);

    expect(events[0]?.Records[0]).toMatchObject({
      body: 'one',
      eventSource: 'aws:sqs',
      eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:queue-${queuesMade}`,
      awsRegion: 'us-east-1',
      attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.stringMatching(/^\d{13}$/) },
    });
  });

  it('brings back only the messages that the function names as failed', async () => {
    const calls: string[][] = [];

    await send('good', 'bad');
    poll((event) => {
      calls.push(bodiesOf(event).sort());
      const failed = event.Records.filter(({ body }) => body === 'bad' && calls.length === 1);
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    });
    await until(async () => calls.length === 2 && (await left()) === 0);

    expect(calls).toEqual([['bad', 'good'], ['bad']]);
  });

  it('brings back every message when the function throws', async () => {
    const calls: string[][] = [];

    await send('one', 'two');
    poll((event) => {
      calls.push(bodiesOf(event).sort());
      if (calls.length === 1) throw new Error('thrown by the function');
    });
    await until(async () => calls.flat().length === 4 && (await left()) === 0);

    // They come back each by itself, which may be in one batch or in two.
    expect(calls[0]).toEqual(['one', 'two']);
    expect(calls.slice(1).flat().sort()).toEqual(['one', 'two']);
    expect(reported).toContain('take: thrown by the function');
  });

  it('brings back every message when the answer names one that was not in the batch', async () => {
    const calls: string[][] = [];

    await send('one');
    poll((event) => {
      calls.push(bodiesOf(event));
      return calls.length === 1 ? { batchItemFailures: [{ itemIdentifier: 'unknown' }] } : undefined;
    });
    await until(async () => calls.length === 2 && (await left()) === 0);

    expect(calls).toEqual([['one'], ['one']]);
  });

  it('makes no more calls at once than it may', async () => {
    const finish = Promise.withResolvers<void>();
    let [running, most] = [0, 0];

    await send('1', '2', '3', '4');
    poll(
      async () => {
        running += 1;
        most = Math.max(most, running);
        await finish.promise;
        running -= 1;
      },
      { batchSize: 1, concurrency: 2 },
    );
    await until(() => running === 2);
    finish.resolve();
    await until(async () => (await left()) === 0);

    expect(most).toBe(2);
  });

  it('waits for the call under way when it stops, deletes its message, and takes no other', async () => {
    const [begun, finish] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const taken: string[] = [];

    poll(
      async (event) => {
        taken.push(...bodiesOf(event));
        begun.resolve();
        await finish.promise;
      },
      { batchSize: 1, concurrency: 1 },
    );
    await send('first');
    await begun.promise;
    await send('second');
    const stopped = poller.stop();
    finish.resolve();
    await stopped;

    expect(taken).toEqual(['first']);
    expect(await left()).toBe(1);
  });

  it('has not stopped before the call under way has ended', async () => {
    const [begun, finish] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const order: string[] = [];

    poll(async () => {
      begun.resolve();
      await finish.promise;
      order.push('handled');
    });
    await send('slow');
    await begun.promise;
    const stopped = poller.stop().then(() => order.push('stopped'));
    // The look at the queue that goes on beside the call takes a second.
    setTimeout(finish.resolve, 1_200);
    await stopped;

    expect(order[0]).toBe('handled');
    expect(order.at(-1)).toBe('stopped');
  });
});
