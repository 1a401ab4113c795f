import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Queue } from './queue-url.ts';

/** SQS, and the URLs of our queues in it. */
export interface SqsQueues {
  readonly client: () => Pick<SQSClient, 'send'>;
  readonly queueUrl: (queue: Queue) => string;
}
