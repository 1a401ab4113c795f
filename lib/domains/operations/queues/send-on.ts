import type { SQSClient } from '@aws-sdk/client-sqs';
import { sqs } from '../../../aws/sqs.ts';
import { queueUrl as liveQueueUrl, type Queue } from '../../../messaging/queue-url.ts';
import { createSend, type Send } from '../../../messaging/send.ts';

/** A client is to have its 503 within three seconds. */
const patienceMilliseconds = 2_500;

/** Sends as everything is sent, but gives up while the client still waits: a worker has more time than a request. */
export function createSendOn({
  client = sqs,
  queueUrl = liveQueueUrl,
  patience = patienceMilliseconds,
}: {
  readonly client?: () => Pick<SQSClient, 'send'>;
  readonly queueUrl?: (queue: Queue) => string;
  readonly patience?: number;
} = {}): Send {
  const impatient: Pick<SQSClient, 'send'> = {
    send: (command: never) => client().send(command, { abortSignal: AbortSignal.timeout(patience) }),
  };
  return createSend({ client: () => impatient, queueUrl });
}
