import { setImmediate as turn } from 'node:timers/promises';
import { type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import type { Context, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { describeFunction } from '../../../infra/lambda.ts';
import { queues } from '../../../infra/queues.ts';
import type { Queue } from '../../../lib/messaging/queue-url.ts';
import { queue } from '../../../lib/messaging/trigger.ts';
import { worker } from '../../../lib/messaging/worker.ts';
import { schema } from '../../../lib/schemas.ts';
import { createClients } from '../../../local/clients.ts';
import { localSettings } from '../../../local/settings.ts';
import { createSubscriptions } from '../../../local/triggers/subscriptions.ts';
import { lambdaContext } from '../../support/http.ts';
import { createFakeTools, sqsEvent } from '../../support/queue.ts';

/** Work takes so many turns of the loop, in which whoever may begin has begun. */
const turns = 50;
const triggerOf = (name: Queue) => queue({ queue: name, message: schema(() => z.object({})), grants: [] });

/** A worker of the queue, and how many messages it has had in work at most, over all of its invocations. */
function createWatchedWorker(name: Queue) {
  const watched = { now: 0, most: 0, done: 0 };
  const work = async () => {
    watched.now += 1;
    watched.most = Math.max(watched.most, watched.now);
    for (let left = turns; left > 0; left--) await turn();
    watched.now -= 1;
    watched.done += 1;
  };
  return { watched, handler: worker(triggerOf(name), work, createFakeTools().tools) };
}

/** Messages in a queue that hides none: each is given out once. */
function createFakeSqs(count: number): SQSClient {
  const waiting = Array.from({ length: count }, (_, index): Message => {
    const Attributes = { ApproximateReceiveCount: '1', SentTimestamp: '0' };
    return { MessageId: `m${index}`, ReceiptHandle: `r${index}`, Body: '{}', Attributes } as Message;
  });
  const send = async (command: object) => {
    if (!(command instanceof ReceiveMessageCommand)) return {};
    if (waiting.length === 0) await turn();
    return { Messages: waiting.splice(0, command.input.MaxNumberOfMessages) };
  };
  return { send } as unknown as SQSClient;
}

/** Works a backlog off as the local cloud does, and answers how many messages were in work at most. */
async function mostAtOnceLocally(name: Queue, backlog: number): Promise<number> {
  const { watched, handler } = createWatchedWorker(name);
  const clients = { ...createClients({ dynamodb: '', sqs: '', s3: '' }), sqs: createFakeSqs(backlog) };
  const invoke = (_: string, event: unknown) => handler(event as SQSEvent, lambdaContext() as Context);
  const subscriptions = createSubscriptions({ settings: localSettings({}), clients, invoke, report: () => {} });
  await subscriptions.update([{ name: 'work', trigger: { kind: 'queue', queue: name }, files: [] }]);
  while (watched.done < backlog) await turn();
  await subscriptions.stop();
  return watched.most;
}

/** Calls a worker as Lambda may at the most: full batches, in as many invocations as its mapping allows. */
async function mostAtOnceDeployed(name: Queue): Promise<number> {
  const { watched, handler } = createWatchedWorker(name);
  const definition = { name: 'a-b', domain: 'a', file: '', summary: 'Works.', trigger: triggerOf(name) };
  const [{ sqs }] = describeFunction(definition, 'test').events as [{ sqs: Record<string, number> }];
  const batch = sqsEvent(Array.from({ length: Number(sqs.batchSize) }, () => ({})));
  await Promise.all(Array.from({ length: Number(sqs.maximumConcurrency) }, () => handler(batch, lambdaContext())));
  return watched.most;
}

describe('the messages of a queue that are worked on at once', () => {
  it.each(queues)('are as many as the line of $name says, on a laptop and deployed', async ({ name, concurrency }) => {
    expect(await mostAtOnceLocally(name, 2 * concurrency)).toBe(concurrency);
    expect(await mostAtOnceDeployed(name)).toBe(concurrency);
  });

  it('are five of those that a mail server has to bear', async () => {
    expect(await mostAtOnceLocally('email', 20)).toBe(5);
    expect(await mostAtOnceDeployed('email-urgent')).toBe(5);
  });
});
