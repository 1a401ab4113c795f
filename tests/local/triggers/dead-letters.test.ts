import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { deadLetterQueueName, queueName, queues } from '../../../infra/queues.ts';
import { systemClock } from '../../../lib/clock.ts';
import { createPostpone, type Postpone } from '../../../lib/messaging/postpone.ts';
import { queue } from '../../../lib/messaging/trigger.ts';
import { worker } from '../../../lib/messaging/worker.ts';
import { schema } from '../../../lib/schemas.ts';
import { createClients, type LocalClients } from '../../../local/clients.ts';
import { applyQueues } from '../../../local/definitions/queues.ts';
import type { Emulator } from '../../../local/emulator.ts';
import { queueUrl } from '../../../local/function-environment.ts';
import type { LoadedFunction } from '../../../local/function-messages.ts';
import { localSettings, stage } from '../../../local/settings.ts';
import { startSqsS3 } from '../../../local/sqs-s3.ts';
import { createSubscriptions, type Subscriptions } from '../../../local/triggers/subscriptions.ts';
import { lambdaContext } from '../../support/http.ts';
import { until } from '../until.ts';

let emulator: Emulator;
let clients: LocalClients;
let subscriptions: Subscriptions | undefined;

beforeAll(async () => {
  emulator = await startSqsS3({ port: 0 });
  clients = createClients({ dynamodb: '', sqs: emulator.endpoint, s3: emulator.endpoint });
  await applyQueues(clients.sqs, queues, { stage, visibilitySeconds: 3 });
});

afterEach(async () => {
  await subscriptions?.stop();
  subscriptions = undefined;
});

afterAll(() => emulator.stop());

const settings = () => localSettings({ AWS_ENDPOINT_URL_SQS: emulator.endpoint });
const urlOf = (deployedName: string) => queueUrl(settings(), deployedName);
const email = queueName(stage, 'email');
const urgent = queueName(stage, 'email-urgent');
const loaded: readonly LoadedFunction[] = [
  { name: 'work', trigger: { kind: 'queue', queue: 'email' }, files: [] },
  { name: 'workUrgently', trigger: { kind: 'queue', queue: 'email-urgent' }, files: [] },
  { name: 'record', trigger: { kind: 'dead-letters' }, files: [] },
];

type Run = (event: SQSEvent) => unknown;

/** Lets these functions work on their queues; answers what each of them was given. */
async function subscribe(runs: Readonly<Record<'work' | 'workUrgently' | 'record', Run>>) {
  const given = { work: [] as SQSRecord[], workUrgently: [] as SQSRecord[], record: [] as SQSRecord[] };
  const invoke = async (name: string, event: unknown) => {
    given[name as keyof typeof given].push(...(event as SQSEvent).Records);
    return runs[name as keyof typeof given](event as SQSEvent);
  };
  subscriptions = createSubscriptions({ settings: settings(), clients, invoke, report: () => {} });
  await subscriptions.update(loaded);
  return given;
}

async function send(deployedName: string, ...names: string[]): Promise<void> {
  const Entries = names.map((name, index) => ({ Id: String(index), MessageBody: bodyOf(name) }));
  await clients.sqs.send(new SendMessageBatchCommand({ QueueUrl: urlOf(deployedName), Entries }));
}

/** A worker as a function has it, but for its patience: one second is the least that the local queues take. */
function workerOf(work: (name: string) => void): Run {
  const live = createPostpone({ client: () => clients.sqs, queueUrl: (name) => urlOf(queueName(stage, name)) });
  const postpone: Postpone = (name, messages) =>
    live(
      name,
      messages.map((each) => ({ ...each, seconds: 1 })),
    );
  const failures = { keep: async () => {}, find: async () => undefined };
  const trigger = queue({ queue: 'email', message: schema(() => z.object({ name: z.string() })), grants: [] });
  const handler = worker(trigger, ({ name }) => work(name), {
    clock: systemClock,
    postpone,
    failures,
    park: async () => {},
    waitOut: async () => {},
    release: async () => {},
  });
  return (event) => handler(event, lambdaContext());
}

const fail = (reason: string) => () => {
  throw new Error(reason);
};
const bodyOf = (name: string) => JSON.stringify({ name });
const namesOf = (records: readonly SQSRecord[]) => records.map(({ body }) => JSON.parse(body).name as string);
const only = (records: readonly SQSRecord[], name: string) => records.filter(({ body }) => body === bodyOf(name));
const receivesOf = (records: readonly SQSRecord[]) =>
  records.map(({ attributes }) => Number(attributes.ApproximateReceiveCount));

describe('a message that always fails', () => {
  it('is given to its worker three times, also to one that dies, then under its own id to the dead letters; those beside it come once', async () => {
    const good = Array.from({ length: 9 }, (_, index) => `good-${index}`);
    const given = await subscribe({
      work: workerOf((name) => name === 'poison' && fail('cannot be worked on')()),
      workUrgently: fail('the process ended'),
      record: () => {},
    });

    await Promise.all([send(email, 'poison', ...good), send(urgent, 'deadly')]);
    await until(() => given.record.length === 2);

    expect(receivesOf(only(given.work, 'poison'))).toEqual([1, 2, 3]);
    expect(receivesOf(given.workUrgently)).toEqual([1, 2, 3]);
    expect(namesOf(given.work).sort()).toEqual([...good, 'poison', 'poison', 'poison']);
    expect(namesOf(given.record).sort()).toEqual(['deadly', 'poison']);
    const { messageId, attributes } = given.workUrgently[0] as SQSRecord;
    expect(only(given.record, 'deadly')).toMatchObject([
      {
        messageId,
        attributes: { SentTimestamp: attributes.SentTimestamp },
        eventSourceARN: expect.stringMatching(/:polyclinic-local-email-urgent-dead$/),
      },
    ]);
  });
});

describe('the function of the dead letters', () => {
  it('is given those of each queue, each until it is recorded, however often that fails', async () => {
    const seen = new Map<string, number>();
    const given = await subscribe({
      work: () => {},
      workUrgently: () => {},
      record: ({ Records }) => {
        for (const { messageId } of Records) seen.set(messageId, (seen.get(messageId) ?? 0) + 1);
        const failed = Records.filter(({ messageId }) => Number(seen.get(messageId)) < 3);
        return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
      },
    });

    await Promise.all(queues.map(({ name }) => send(deadLetterQueueName(stage, name), name)));
    await until(() => given.record.length === 3 * queues.length);

    for (const { name } of queues) expect(receivesOf(only(given.record, name))).toEqual([1, 2, 3]);
  });
});
