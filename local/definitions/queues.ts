import { CreateQueueCommand, GetQueueUrlCommand, SetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import {
  daysKept,
  deadLetterQueue,
  deadLetterQueueName,
  type QueueDefinition,
  queueName,
  visibilitySeconds,
} from '../../infra/queues.ts';
import { isNamed } from './kept.ts';

export interface QueueOptions {
  readonly stage: string;
  /** Seconds a received message stays hidden, in place of each queue's own. */
  readonly visibilitySeconds?: number | undefined;
}

/** Creates the queues that are not there, and gives all of them the attributes of their definitions. */
export async function applyQueues(
  sqs: SQSClient,
  queues: readonly QueueDefinition[],
  options: QueueOptions,
): Promise<void> {
  await Promise.all(queues.map((queue) => applyQueue(sqs, queue, options)));
}

async function applyQueue(sqs: SQSClient, queue: QueueDefinition, options: QueueOptions): Promise<void> {
  const deadLetters = deadLetterQueueName(options.stage, queue.name);
  const hidden = (its: Pick<QueueDefinition, 'seconds'>) => String(options.visibilitySeconds ?? visibilitySeconds(its));
  await ensureQueue(sqs, deadLetters, {
    VisibilityTimeout: hidden(deadLetterQueue),
    MessageRetentionPeriod: seconds(deadLetterQueue.daysKept),
  });
  await ensureQueue(sqs, queueName(options.stage, queue.name), {
    VisibilityTimeout: hidden(queue),
    MessageRetentionPeriod: seconds(daysKept),
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: `arn:aws:sqs:us-east-1:000000000000:${deadLetters}`,
      maxReceiveCount: queue.tries,
    }),
  });
}

function seconds(days: number): string {
  return String(days * 24 * 60 * 60);
}

async function ensureQueue(sqs: SQSClient, QueueName: string, Attributes: Record<string, string>): Promise<void> {
  // Creating an existing queue with other attributes is an error, so they are set apart.
  const QueueUrl = (await findQueue(sqs, QueueName)) ?? (await createQueue(sqs, QueueName));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
}

async function findQueue(sqs: SQSClient, QueueName: string): Promise<string | undefined> {
  try {
    return (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
  } catch (error) {
    if (isNamed(error, 'QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue')) return undefined;
    throw error;
  }
}

async function createQueue(sqs: SQSClient, QueueName: string): Promise<string | undefined> {
  return (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl;
}
