import { CreateQueueCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { bounded } from '../../../../../lib/aws/bounded.ts';
import { createSqs } from '../../../../../lib/aws/sqs.ts';
import { runInContext } from '../../../../../lib/context.ts';
import { redrivenAttribute } from '../../../../../lib/messaging/delivery.ts';
import { createLocalAges } from '../../../../../lib/messaging/local-ages.ts';
import { createFindAges } from '../../../../../lib/messaging/queue-ages.ts';
import { createFindDepth } from '../../../../../lib/messaging/queue-depths.ts';
import type { Queue } from '../../../../../lib/messaging/queue-url.ts';
import { createSend } from '../../../../../lib/messaging/send.ts';
import type { Emulator } from '../../../../../local/emulator.ts';
import { startSqsS3 } from '../../../../../local/sqs-s3.ts';
import { useTestCredentials } from '../../../../support/dynamodb.ts';
import { withLogLines } from '../../../../support/log-lines.ts';

let emulator: Emulator;
let client: SQSClient;
let number = 0;
let queueUrl: (queue: Queue) => string;

beforeAll(async () => {
  useTestCredentials();
  emulator = await startSqsS3({ port: 0 });
  client = createSqs(emulator.endpoint);
}, 20_000);

afterAll(async () => {
  client.destroy();
  await emulator.stop();
});

/** Queues of its own for each test. */
beforeEach(async () => {
  number += 1;
  queueUrl = (queue) => `${emulator.endpoint}/000000000000/test${number}-${queue}`;
  for (const queue of ['email', 'email-urgent'] as const)
    await client.send(new CreateQueueCommand({ QueueName: `test${number}-${queue}` }));
});

const sqs = () => client;
/** A client that is as silent as a network that drops everything, and bounded as ours are. */
const silent = () =>
  bounded({
    send: (_: unknown, { abortSignal }: { abortSignal?: AbortSignal } = {}) =>
      new Promise((_resolve, reject) => {
        abortSignal?.addEventListener('abort', () => reject(abortSignal.reason));
      }),
  }) as unknown as Pick<SQSClient, 'send'>;

/** Does the work of somebody who waits no longer than a moment. */
function impatiently<T>(work: () => T): T {
  const patience = { tries: 1, longestPause: 0, left: () => 1, spend: <R>(call: Promise<R>) => call };
  return runInContext({ functionName: 'test', requestId: 'r', correlationId: 'c', patience }, work);
}

describe('the depth of a queue', () => {
  it('tells what waits, what a worker has, and what is to be seen later', async () => {
    const send = createSend({ client: sqs, queueUrl });
    await send(
      'email',
      [1, 2, 3].map((id) => ({ id: String(id), body: 'x' })),
    );
    await client.send(new ReceiveMessageCommand({ QueueUrl: queueUrl('email') }));

    const findDepth = createFindDepth({ client: sqs, queueUrl });

    expect(await findDepth('email')).toEqual({ visible: 2, inFlight: 1, delayed: 0 });
    expect(await findDepth('email-urgent')).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it('is unavailable where there is no such queue, and where SQS says nothing', async () => {
    const astray = createFindDepth({ client: sqs, queueUrl: () => `${emulator.endpoint}/000000000000/nowhere` });
    const unheard = createFindDepth({ client: silent, queueUrl });

    await expect(astray('email')).rejects.toMatchObject({ code: 'QUEUES_UNAVAILABLE' });
    await expect(impatiently(() => unheard('email'))).rejects.toMatchObject({
      code: 'QUEUES_UNAVAILABLE',
      retryAfter: 1,
    });
  });
});

describe('sending a message on', () => {
  it('marks it, so that its worker knows that somebody has decided', async () => {
    const unsent = await createSend({ client: sqs, queueUrl })('email', [{ id: 'a', body: 'x', redriven: true }]);

    const wish = { QueueUrl: queueUrl('email'), MessageAttributeNames: ['All'] };
    const { Messages = [] } = await client.send(new ReceiveMessageCommand(wish));
    expect(unsent.size).toBe(0);
    expect(Messages).toMatchObject([
      { Body: 'x', MessageAttributes: { [redrivenAttribute]: { StringValue: 'true' } } },
    ]);
  });

  it('gives up when SQS says nothing, and says that it is not sent', async () => {
    const send = createSend({ client: silent, queueUrl });

    const { result: unsent } = await withLogLines(() => impatiently(() => send('email', [{ id: 'a', body: 'x' }])));

    expect([...unsent]).toEqual(['a']);
  });
});

describe('the age of the oldest message locally', () => {
  const inAMinute = () => new Date(Date.now() + 60_000);

  it('is that of the messages that no worker has', async () => {
    const findAges = createLocalAges(emulator.endpoint, { queueUrl, clock: inAMinute });
    await createSend({ client: sqs, queueUrl })('email', [{ id: 'a', body: 'x' }]);

    const waiting = await findAges(['email', 'email-urgent']);
    await client.send(new ReceiveMessageCommand({ QueueUrl: queueUrl('email') }));
    const taken = await findAges(['email']);

    expect(waiting.get('email')).toBeGreaterThanOrEqual(60);
    expect([waiting.get('email-urgent'), taken.get('email')]).toEqual([0, 0]);
  });

  it.each([
    [
      'is no such queue',
      () => createLocalAges(emulator.endpoint, { queueUrl: () => 'http://localhost/0/nowhere', clock: inAMinute }),
    ],
    ['is another SQS', () => createLocalAges(`${emulator.endpoint}/elsewhere`, { queueUrl, clock: inAMinute })],
    ['is nobody', () => createLocalAges('http://127.0.0.1:1', { queueUrl, clock: inAMinute })],
  ])('is not known, and a line says so, where there %s', async (_, source) => {
    const { result, lines } = await withLogLines(() => createFindAges(source)(['email']));

    expect(result.size).toBe(0);
    expect(lines).toMatchObject([{ level: 'warn', message: 'ages of queues unknown' }]);
  });
});
