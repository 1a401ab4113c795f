import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { logUnexpected } from '../error-groups.ts';
import { log } from '../log.ts';
import { whyUnsendable } from '../message-bounds.ts';
import { redrivenAttribute } from './delivery.ts';
import { type History, historyAttribute } from './history.ts';
import type { Queue } from './queue-url.ts';
import type { SqsQueues } from './sqs-queues.ts';

/** A message to send: a body, and an id by which it is named when that fails. */
export interface Message {
  readonly id: string;
  readonly body: string;
  /** Whether somebody redrives it from the dead letters. */
  readonly redriven?: boolean;
  /** What a message that was sent before carries along. */
  readonly history?: History;
  /** Whole seconds for which the queue keeps it back, 900 at most; none unless it is said. */
  readonly delaySeconds?: number;
}

/**
 * Puts messages on a queue, in as few calls as they fit into; answers the ids of those that it could not send. What SQS would
 * refuse is not handed to it, since one message that is too long would fail all others of its call.
 */
export type Send = (queue: Queue, messages: readonly Message[]) => Promise<ReadonlySet<string>>;

/** The most that SQS takes in one call. */
const most = { messages: 10, bytes: 1_048_576 };

export function createSend({ client, queueUrl }: SqsQueues): Send {
  return async (queue, messages) => {
    const unsendable = messages.filter((message) => isUnsendable(queue, message));
    const batches = batchesOf(messages.filter((message) => !unsendable.includes(message)));
    const failed = await Promise.all(batches.map((batch) => sendBatch(client(), queue, queueUrl(queue), batch)));
    return new Set([...unsendable.map(({ id }) => id), ...failed.flat()]);
  };
}

/** Whether no queue would ever take a message, which a line then says; of its body the line says nothing. */
function isUnsendable(queue: Queue, message: Message): boolean {
  const { history: _, ...sentFirst } = message;
  // The bound is ours, and far below that of SQS: what was sent before can be sent again, with what it carries.
  const reason = whyUnsendable(message.body, bytesOf(sentFirst));
  if (reason) logUnexpected('message cannot be sent', { queue, messageId: message.id, reason });
  return reason !== undefined;
}

async function sendBatch(client: Pick<SQSClient, 'send'>, queue: Queue, QueueUrl: string, batch: readonly Message[]) {
  const Entries = batch.map(entryOf);
  try {
    const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    for (const { Id, Code } of Failed) log.warn('message not sent', { queue, messageId: Id, reason: Code });
    return Failed.flatMap(({ Id }) => Id ?? []);
  } catch (error) {
    logUnexpected('messages not sent', { queue, count: batch.length, error });
    return batch.map(({ id }) => id);
  }
}

function entryOf(message: Message) {
  const { id, body, delaySeconds: DelaySeconds } = message;
  const attributes = attributesOf(message).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]);
  return {
    Id: id,
    MessageBody: body,
    ...(attributes.length > 0 && { MessageAttributes: Object.fromEntries(attributes) }),
    ...(DelaySeconds !== undefined && { DelaySeconds }),
  };
}

function attributesOf({ redriven, history }: Message): (readonly [string, string])[] {
  return [
    ...(redriven ? ([[redrivenAttribute, 'true']] as const) : []),
    ...(history ? ([[historyAttribute, JSON.stringify(history)]] as const) : []),
  ];
}

/** The size of a message as SQS counts it: the body, and of each attribute the name, the type and the value. */
function bytesOf(message: Message): number {
  const attributes = attributesOf(message).map(([name, value]) => `${name}String${value}`);
  return Buffer.byteLength([message.body, ...attributes].join(''));
}

/** Splits messages, in their order, into batches that one call takes. */
export function batchesOf(messages: readonly Message[]): Message[][] {
  const batches: Message[][] = [];
  let room = { messages: 0, bytes: 0 };
  for (const message of messages) {
    const bytes = bytesOf(message);
    if (room.messages < 1 || room.bytes < bytes) {
      batches.push([]);
      room = { ...most };
    }
    batches.at(-1)?.push(message);
    room = { messages: room.messages - 1, bytes: room.bytes - bytes };
  }
  return batches;
}
