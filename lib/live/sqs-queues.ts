import { sqs } from '../aws/sqs.ts';
import { queueUrl } from '../messaging/queue-url.ts';
import type { SqsQueues } from '../messaging/sqs-queues.ts';

/** The queues of this stage. */
export const sqsQueues: SqsQueues = { client: sqs, queueUrl };
