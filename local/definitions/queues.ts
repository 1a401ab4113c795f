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
  /** How many seconds a received message stays hidden, in place of each queue's own time. */
  readonly visibilitySeconds?: number | undefined;
}

/** Creates the queues that do not exist, and sets the attributes of all of them by their definitions. */
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
  // The attributes are set separately, since it is an error to create an existing queue with other ones.
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
