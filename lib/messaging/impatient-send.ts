import type { SQSClient } from '@aws-sdk/client-sqs';
import { clientPatience } from '../client-patience.ts';
import { createSend, type Send } from './send.ts';
import type { SqsQueues } from './sqs-queues.ts';

/** Sends as everything is sent, but gives up while the client still waits: a worker has more time than a request. */
export function createImpatientSend({
  client,
  queueUrl,
  patience = clientPatience,
}: SqsQueues & { readonly patience?: number }): Send {
  const impatient: Pick<SQSClient, 'send'> = {
    send: (command: never) => client().send(command, { abortSignal: AbortSignal.timeout(patience) }),
  };
  return createSend({ client: () => impatient, queueUrl });
}
