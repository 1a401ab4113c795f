import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { sqs } from '../aws/sqs.ts';
import { log } from '../log.ts';
import { queueUrl as liveQueueUrl, type Queue } from './queue-url.ts';

/** What is put on a queue: a body, and an id to name it by when it could not be. */
export interface Message {
  readonly id: string;
  readonly body: string;
}

/** Puts messages on a queue, in as few calls as they fit in; answers the ids of those that it could not send. */
export type Send = (queue: Queue, messages: readonly Message[]) => Promise<ReadonlySet<string>>;

/** SQS takes this much in one call. */
const most = { messages: 10, bytes: 1_048_576 };

export function createSend({
  client = sqs,
  queueUrl = liveQueueUrl,
}: {
  readonly client?: () => Pick<SQSClient, 'send'>;
  readonly queueUrl?: (queue: Queue) => string;
} = {}): Send {
  return async (queue, messages) => {
    const batches = batchesOf(messages);
    const failed = await Promise.all(batches.map((batch) => sendBatch(client(), queue, queueUrl(queue), batch)));
    return new Set(failed.flat());
  };
}

async function sendBatch(client: Pick<SQSClient, 'send'>, queue: Queue, QueueUrl: string, batch: readonly Message[]) {
  const Entries = batch.map(({ id, body }) => ({ Id: id, MessageBody: body }));
  try {
    const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    for (const { Id, Code } of Failed) log.warn('message not sent', { queue, messageId: Id, reason: Code });
    return Failed.flatMap(({ Id }) => Id ?? []);
  } catch (error) {
    log.error('messages not sent', { queue, count: batch.length, error });
    return batch.map(({ id }) => id);
  }
}

/** Splits messages, in their order, into batches that one call takes. */
export function batchesOf(messages: readonly Message[]): Message[][] {
  const batches: Message[][] = [];
  let room = { messages: 0, bytes: 0 };
  for (const message of messages) {
    const bytes = Buffer.byteLength(message.body);
    if (room.messages < 1 || room.bytes < bytes) {
      batches.push([]);
      room = { ...most };
    }
    batches.at(-1)?.push(message);
    room = { messages: room.messages - 1, bytes: room.bytes - bytes };
  }
  return batches;
}
