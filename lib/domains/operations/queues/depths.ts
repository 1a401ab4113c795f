import { GetQueueAttributesCommand, type QueueAttributeName } from '@aws-sdk/client-sqs';
import { clientPatience } from '../../../client-patience.ts';
import type { Queue } from '../../../messaging/queue-url.ts';
import type { SqsQueues } from '../../../messaging/sqs-queues.ts';
import { type QueueState, queuesUnavailable } from './schema.ts';

/** How many messages a queue has. */
export type Depth = Pick<QueueState, 'visible' | 'inFlight' | 'delayed'>;

/** Asks SQS, in one call, how many messages a queue has; throws `QUEUES_UNAVAILABLE`. */
export type FindDepth = (queue: Queue) => Promise<Depth>;

const attributeOf = {
  visible: 'ApproximateNumberOfMessages',
  inFlight: 'ApproximateNumberOfMessagesNotVisible',
  delayed: 'ApproximateNumberOfMessagesDelayed',
} as const satisfies Record<keyof Depth, QueueAttributeName>;

export function createFindDepth({
  client,
  queueUrl,
  patience = clientPatience,
}: SqsQueues & { readonly patience?: number }): FindDepth {
  return async (queue) => {
    const input = { QueueUrl: queueUrl(queue), AttributeNames: Object.values(attributeOf) };
    const abortSignal = AbortSignal.timeout(patience);
    const { Attributes = {} } = await client()
      .send(new GetQueueAttributesCommand(input), { abortSignal })
      .catch((error: unknown) => {
        throw queuesUnavailable(error);
      });
    const numberOf = (field: keyof Depth) => Number(Attributes[attributeOf[field]] ?? 0);
    return { visible: numberOf('visible'), inFlight: numberOf('inFlight'), delayed: numberOf('delayed') };
  };
}
