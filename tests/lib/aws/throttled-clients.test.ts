import { setTimeout as pause } from 'node:timers/promises';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createDynamoDb } from '../../../lib/aws/dynamodb.ts';
import { createSqs } from '../../../lib/aws/sqs.ts';
import { systemClock } from '../../../lib/clock.ts';
import { createCommit } from '../../../lib/commit/commit.ts';
import { runInContext } from '../../../lib/context.ts';
import { createDynamoDatabase } from '../../../lib/data/dynamo-database.ts';
import { createReader } from '../../../lib/data/read.ts';
import { endpoint } from '../../../lib/http/endpoint.ts';
import { http } from '../../../lib/http/trigger.ts';
import { newId } from '../../../lib/ids.ts';
import { claim, claims } from '../../../lib/messaging/claims.ts';
import { jobPatience, type Patience, requestPatience, workerPatience } from '../../../lib/patience.ts';
import { type AwsServer, startAwsServer } from '../../support/aws-server.ts';
import { useTestCredentials } from '../../support/dynamodb.ts';
import { createTestStack, invoke } from '../../support/http.ts';
import { noPause } from '../../support/platform.ts';

const effect = { consumer: 'email', eventId: '019a0000-0000-7000-8000-000000000001' };
let server: AwsServer;
let client: { destroy(): void };

beforeAll(useTestCredentials);

afterEach(() => {
  jest.restoreAllMocks();
  client.destroy();
  server.stop();
});

/** Reads and writes on a DynamoDB that answers as a test says. */
async function storeAnswering(answer: Parameters<typeof startAwsServer>[0], sleep = noPause) {
  server = await startAwsServer(answer);
  const dynamo = createDynamoDb(server.endpoint);
  client = dynamo;
  const database = createDynamoDatabase({ client: () => dynamo, tableName: (table) => table });
  const parts = { database, clock: systemClock, newId, sleep };
  return { read: createReader(parts), commit: createCommit(parts) };
}

async function sqsAnswering(answer: Parameters<typeof startAwsServer>[0]) {
  // The clients of the SDK pause by a random share of a time.
  jest.spyOn(Math, 'random').mockReturnValue(0);
  server = await startAwsServer(answer);
  const sqs = createSqs(server.endpoint);
  client = sqs;
  return () => sqs.send(new ReceiveMessageCommand({ QueueUrl: `${server.endpoint}/0/email` }));
}

/** Makes a call as the invocation of a caller; answers the name of its error. */
const outcomeOf = (call: () => Promise<unknown>, patience: Patience = requestPatience()) =>
  runInContext({ functionName: 'tests', requestId: 'r1', correlationId: 'r1', patience }, () =>
    call().then(
      () => 'answered',
      (error: Error) => error.name,
    ),
  );

const claimedAt = new Date('2026-03-05T14:02:00.000Z');
const callers = [
  ['request', requestPatience, 8],
  ['worker', () => workerPatience(() => 10_000), 12],
  ['job', () => jobPatience(() => 30_000), 20],
] as const;
const throttled = ['ThrottlingException', 'ProvisionedThroughputExceededException'] as const;

describe('a DynamoDB that throttles for ever', () => {
  it.each(callers)('is asked by a %s as often as it has patience, and no more', async (_, patience, tries) => {
    const { read, commit } = await storeAnswering((number) => throttled[number % 2] ?? 'ThrottlingException');

    const reading = await outcomeOf(() => read.find(claims, effect), patience());
    const afterReading = server.calls.length;
    const writing = await outcomeOf(() => commit([claim(effect, claimedAt)]), patience());

    expect([reading, writing]).toEqual(['DatabaseBusy', 'DatabaseBusy']);
    expect([afterReading, server.calls.length - afterReading]).toEqual([tries, tries]);
  });
});

describe('an SQS that throttles for ever', () => {
  it.each(callers)('is asked by a %s as often as it has patience, and no more', async (_, patience, tries) => {
    const receive = await sqsAnswering(() => 'ThrottlingException');

    expect(await outcomeOf(receive, patience())).toBe('ThrottlingException');

    expect(server.calls).toHaveLength(tries);
  });
});

describe('what is no fault of a moment', () => {
  it('is tried once', async () => {
    const receive = await sqsAnswering(() => 'AccessDeniedException');

    await outcomeOf(receive);

    expect(server.calls).toHaveLength(1);
  });
});

describe('twenty calls that have failed', () => {
  const failing = 20 * 8;

  it('leave the next one of DynamoDB all its tries', async () => {
    const { read } = await storeAnswering((number) => (number <= failing + 7 ? 'ThrottlingException' : {}));
    for (let number = 0; number < 20; number++) await outcomeOf(() => read.find(claims, effect));

    expect(await outcomeOf(() => read.find(claims, effect))).toBe('answered');
    expect(server.calls).toHaveLength(failing + 8);
  });

  it('leave the next one of SQS all its tries', async () => {
    const receive = await sqsAnswering((number) => (number <= failing + 7 ? 'ThrottlingException' : {}));
    for (let number = 0; number < 20; number++) await outcomeOf(receive);

    expect(await outcomeOf(receive)).toBe('answered');
    expect(server.calls).toHaveLength(failing + 8);
  });
});

describe('a service that hangs', () => {
  const fields = {
    path: '/v1/claims',
    allow: 'public',
    responses: { 204: 'empty' },
    problems: { 503: ['DATABASE_UNAVAILABLE'] },
    grants: [],
  } as const;

  it('is answered for by 503 within three seconds, however many calls a request makes', async () => {
    const { read, commit } = await storeAnswering(() => 'hang', pause);
    const reading = () => read.find(claims, effect);
    const get = endpoint(http({ ...fields, method: 'GET' }), async () => void (await reading()), createTestStack());
    const write = endpoint(
      http({ ...fields, method: 'POST' }),
      async () => {
        await reading().catch(() => undefined);
        await reading().catch(() => undefined);
        await commit([claim(effect, claimedAt)]);
      },
      createTestStack(),
    );

    const sqs = createSqs(server.endpoint);
    const receive = () => sqs.send(new ReceiveMessageCommand({ QueueUrl: `${server.endpoint}/0/email` }));

    const answers = Promise.all([invoke(get), invoke(write, { method: 'POST' }), outcomeOf(receive)]);

    // Of two timers the shorter one is first, however late both are on a busy machine.
    const [read503, write503, received] = (await Promise.race([answers, pause(3_000)])) ?? [];
    sqs.destroy();
    for (const answer of [read503, write503])
      expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    expect(received).toMatch(/^(Abort|Timeout)Error$/);
  });

  it('is tried again while there is time', async () => {
    const { read } = await storeAnswering((number) => (number === 1 ? 'hang' : {}));

    expect(await outcomeOf(() => read.find(claims, effect))).toBe('answered');
    expect(server.calls).toHaveLength(2);
  });
});
