import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createSqs } from '../../../lib/aws/sqs.ts';
import { hour, later, minute, second } from '../../../lib/clock.ts';
import { createDispatch } from '../../../lib/dispatch/dispatch.ts';
import { createPendingEvents } from '../../../lib/dispatch/pending-events.ts';
import { routesOf } from '../../../lib/dispatch/routes.ts';
import { claimDue, createDemand } from '../../../lib/due/demand.ts';
import { createDueItems, type DuePlan } from '../../../lib/due/due-items.ts';
import { hasCode } from '../../../lib/errors.ts';
import { Drop } from '../../../lib/messaging/decisions.ts';
import { createSend } from '../../../lib/messaging/send.ts';
import type { Emulator } from '../../../local/emulator.ts';
import { startSqsS3 } from '../../../local/sqs-s3.ts';
import { eventually } from '../../support/client.ts';
import { type Decision, type Effect, faultsOf } from '../../support/due/judgement.ts';
import { newReminder, reminderDue } from '../../support/due/kinds.ts';
import { createTestTick } from '../../support/due/ticking.ts';
import { startTestDynamoDb, type TestDynamoDb } from '../../support/dynamodb.ts';
import { createTestPlatform, type TestPlatform } from '../../support/platform.ts';
import { sizes } from '../../support/sizes.ts';

jest.setTimeout(300_000);

let dynamoDb: TestDynamoDb;
let emulator: Emulator;
let client: SQSClient;
let QueueUrl: string;
let platform: TestPlatform;
const stopping = new AbortController();
const clock = Object.assign(() => new Date(), { advance: () => undefined });

beforeAll(async () => {
  [dynamoDb, emulator] = await Promise.all([startTestDynamoDb(), startSqsS3({ port: 0 })]);
  client = createSqs(emulator.endpoint);
  const Attributes = { VisibilityTimeout: '5' };
  QueueUrl = (await client.send(new CreateQueueCommand({ QueueName: 'due', Attributes }))).QueueUrl ?? '';
  platform = createTestPlatform(dynamoDb.database, { clock, sleep: pause });
});

afterAll(async () => {
  client.destroy();
  await Promise.all([dynamoDb.stop(), emulator.stop()]);
});

const send = createSend({ client: () => client, queueUrl: () => QueueUrl });

/** Commits a plan, and brings its events to their queue as the stream would. */
async function commit({ writes, events }: DuePlan): Promise<void> {
  await platform.commit(writes, { events });
  const { database } = dynamoDb;
  const dispatch = createDispatch({
    ...{ queuesOf: routesOf([reminderDue]), send, clock, optionalQueues: () => [] },
    pending: createPendingEvents({ database, clock, sleep: pause }),
  });
  for (const { id } of events) {
    const { items } = await database.query({ table: 'events', partition: `EVENT#${id}` });
    await dispatch(items.map(({ event }) => event as Parameters<typeof dispatch>[0][number]));
  }
}

/** When one of many is due; the order of that goes by the step. */
function timeOf(number: number, step: number, begun: Date): Date {
  return later(begun, second + Math.floor(sizes.dueSpan * (((number / sizes.dueOnLocalCloud) * step) % 1)));
}

/** Schedules all of them as somebody does who did so long before, so that the tick is to hand them over. */
async function scheduleAll(begun: Date): Promise<Decision[]> {
  const due = createDueItems({ ...platform, clock: () => later(clock(), -hour) });
  const decisions = Array.from({ length: sizes.dueOnLocalCloud }, (_, number) => {
    const decidedAt = later(begun, -hour);
    return { id: `reminder-${number}`, at: timeOf(number, 7, begun), decidedAt, cancelled: false };
  });
  for (let from = 0; from < decisions.length; from += 50) {
    const some = decisions.slice(from, from + 50);
    await Promise.all(some.map(({ id, at }) => commit(due.schedule(reminderDue, newReminder(id, at)))));
  }
  return decisions;
}

/** Cancels or moves every second one at some time until it is due. */
async function changeMind(decision: Decision, number: number, begun: Date): Promise<Decision> {
  if (number % 2 === 1) return decision;
  const { id, at } = decision;
  const due = createDueItems(platform);
  const moved = { ...decision, at: timeOf(number, 3, begun), cancelled: number % 4 === 0 };
  await pause(Math.max(0, at.getTime() - clock().getTime()) * ((number * 0.13) % 1));
  try {
    await commit(moved.cancelled ? due.cancel(reminderDue, id) : due.move(reminderDue, newReminder(id, moved.at)));
    return { ...moved, decidedAt: clock() };
  } catch (error) {
    if (!hasCode(error, 'DUE_DONE')) throw error;
    return decision;
  }
}

/** Works on a message; answers whether it is done with. */
async function work({ Body = '' }: Message, effects: Effect[]): Promise<boolean> {
  const event = JSON.parse(Body);
  try {
    await createDemand(platform)(event);
    await platform.commit([claimDue(event)]);
    effects.push({ id: event.data.due.id, at: clock() });
    return true;
  } catch (error) {
    return error instanceof Drop;
  }
}

/** Works on what the queue gives, ten at a time; what fails on a busy machine comes again. */
async function workOnSome(effects: Effect[]): Promise<void> {
  const wish = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 };
  const { Messages = [] } = await client.send(new ReceiveMessageCommand(wish));
  const done = await Promise.all(Messages.map((message) => work(message, effects)));
  const Entries = Messages.flatMap(({ ReceiptHandle }, at) => (done[at] ? [{ Id: String(at), ReceiptHandle }] : []));
  if (Entries.length > 0) await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
}

/** Works until the test is over. */
async function workOff(effects: Effect[]): Promise<void> {
  while (!stopping.signal.aborted) await workOnSome(effects).catch(() => pause(100));
}

/** How many messages wait, are kept back, or are worked on. */
async function depth(): Promise<number> {
  const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
  const { Attributes = {} } = await client.send(asked);
  const numbers = Object.entries(Attributes).filter(([name]) => name.startsWith('ApproximateNumberOfMessages'));
  return numbers.reduce((sum, [, number]) => sum + Number(number), 0);
}

/** Ticks twice at once each minute, until the test is over. */
async function tick(): Promise<void> {
  const once = createTestTick(dynamoDb.database, send, clock);
  while (!stopping.signal.aborted) {
    await Promise.allSettled([once(), once()]);
    await pause(60 * second, undefined, { signal: stopping.signal }).catch(() => undefined);
  }
}

describe(`${sizes.dueOnLocalCloud} that are due within ${sizes.dueSpan / second} s`, () => {
  it('come once and in time by the DynamoDB and the SQS of a laptop', async () => {
    const effects: Effect[] = [];
    const begun = later(clock(), sizes.dueScheduling);
    const scheduled = await scheduleAll(begun);
    const beside = [...Array.from({ length: 4 }, () => workOff(effects)), tick()];

    const decisions = await Promise.all(scheduled.map((each, number) => changeMind(each, number, begun)));
    const awaited = decisions.filter(({ cancelled }) => !cancelled).length;
    await eventually('all effects', () => effects.length >= awaited || undefined, sizes.dueSpan + minute);
    // The copies that are still on their way may be worked on, too.
    await eventually('an empty queue', async () => (await depth()) === 0 || undefined, minute);
    stopping.abort();
    await Promise.all(beside);

    expect(faultsOf(decisions, effects)).toEqual([]);
    expect(decisions.some(({ cancelled }) => cancelled)).toBe(true);
  });
});
