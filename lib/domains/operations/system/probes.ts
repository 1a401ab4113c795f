import { HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { MailTransport } from '../../../mail/transport.ts';
import type { SqsQueues } from '../../../messaging/sqs-queues.ts';
import type { Probes } from './readiness.ts';

interface ProbeDependencies {
  /** Reads something small that the API cannot do without. */
  readonly database: () => Promise<unknown>;
  readonly queues: SqsQueues;
  readonly s3: () => Pick<S3Client, 'send'>;
  /** Name of the bucket of files. */
  readonly bucket: () => string;
  readonly mail: Pick<MailTransport, 'check'>;
}

/** Asks each dependency of the API something small. */
export function createProbes({ database, queues, s3, bucket, mail }: ProbeDependencies): Probes {
  return {
    dynamodb: database,
    sqs: (abortSignal) => {
      const queue = { QueueUrl: queues.queueUrl('email'), AttributeNames: ['QueueArn' as const] };
      return queues.client().send(new GetQueueAttributesCommand(queue), { abortSignal });
    },
    s3: (abortSignal) => s3().send(new HeadBucketCommand({ Bucket: bucket() }), { abortSignal }),
    mail: () => mail.check(),
  };
}
