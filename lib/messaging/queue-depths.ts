import { GetQueueAttributesCommand, type QueueAttributeName } from '@aws-sdk/client-sqs';
import type { Depth, FindDepth } from './queue-observation.ts';
import { queuesUnavailable } from './queues-unavailable.ts';
import type { SqsQueues } from './sqs-queues.ts';

const attributeOf = {
  visible: 'ApproximateNumberOfMessages',
  inFlight: 'ApproximateNumberOfMessagesNotVisible',
  delayed: 'ApproximateNumberOfMessagesDelayed',
} as const satisfies Record<keyof Depth, QueueAttributeName>;

export function createFindDepth({ client, queueUrl }: SqsQueues): FindDepth {
  return async (queue) => {
    const input = { QueueUrl: queueUrl(queue), AttributeNames: Object.values(attributeOf) };
    const { Attributes = {} } = await client()
      .send(new GetQueueAttributesCommand(input))
      .catch((error: unknown) => {
        throw queuesUnavailable(error);
      });
    const numberOf = (field: keyof Depth) => Number(Attributes[attributeOf[field]] ?? 0);
    return { visible: numberOf('visible'), inFlight: numberOf('inFlight'), delayed: numberOf('delayed') };
  };
}
