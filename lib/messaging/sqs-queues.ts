import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Queue } from './queue-url.ts';

/** SQS, and where in it our queues are. */
export interface SqsQueues {
  readonly client: () => Pick<SQSClient, 'send'>;
  readonly queueUrl: (queue: Queue) => string;
}
