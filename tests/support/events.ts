import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { Item } from '../../lib/data/database.ts';
import type { Queue } from '../../lib/messaging/queue-url.ts';
import type { Send } from '../../lib/messaging/send.ts';

/** A stream's batch of changes, numbered from `s0` on. */
export function streamEventOf(items: readonly Item[], eventName: 'INSERT' | 'MODIFY' = 'INSERT'): DynamoDBStreamEvent {
  const Records = items.map(
    (item, index): DynamoDBRecord => ({
      eventName,
      dynamodb: { NewImage: marshall(item) as never, SequenceNumber: `s${index}` },
    }),
  );
  return { Records };
}

/** Queues that remember what they got, and refuse what a test says. */
export function createFakeQueues(refuses: (id: string, queue: Queue) => boolean = () => false) {
  const sent: { readonly queue: Queue; readonly id: string; readonly body: string }[] = [];
  const send: Send = async (queue, messages) => {
    const taken = messages.filter(({ id }) => !refuses(id, queue));
    sent.push(...taken.map((message) => ({ queue, ...message })));
    return new Set(messages.filter(({ id }) => refuses(id, queue)).map(({ id }) => id));
  };
  return { sent, send };
}
