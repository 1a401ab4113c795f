import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Queue } from './queue-url.ts';
import type { SqsQueues } from './sqs-queues.ts';

/** Asks SQS whether it knows a queue, by one call; rejects when it does not answer as it should. */
export function createQueueProbe({ client, queueUrl }: SqsQueues) {
  return (queue: Queue, abortSignal: AbortSignal): Promise<unknown> => {
    const input = { QueueUrl: queueUrl(queue), AttributeNames: ['QueueArn' as const] };
    return client().send(new GetQueueAttributesCommand(input), { abortSignal });
  };
}
