import { ChangeMessageVisibilityBatchCommand } from '@aws-sdk/client-sqs';
import { log } from '../log.ts';
import type { Queue } from './queue-url.ts';
import type { SqsQueues } from './sqs-queues.ts';

/** The most seconds that SQS hides a message. */
const mostSeconds = 43_200;
const leastSeconds = 1;

/** A received message, and the number of seconds after which it is to be seen again. */
interface Postponement {
  readonly receiptHandle: string;
  readonly seconds: number;
}

/** Hides at most ten messages for another time than their queue would. */
export type Postpone = (queue: Queue, messages: readonly Postponement[]) => Promise<void>;

export function createPostpone({ client, queueUrl }: SqsQueues): Postpone {
  return async (queue, messages) => {
    if (messages.length === 0) return;
    const Entries = messages.map(({ receiptHandle, seconds }, index) => ({
      Id: String(index),
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: Math.min(Math.max(Math.ceil(seconds), leastSeconds), mostSeconds),
    }));
    const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl(queue), Entries });
    const { Failed = [] } = await client().send(command);
    if (Failed.length > 0) log.warn('messages not postponed', { queue, reasons: Failed.map(({ Code }) => Code) });
  };
}
