import type { SQSRecord } from 'aws-lambda';
import type { Clock } from '../clock.ts';
import type { Write } from '../data/write.ts';
import { claim } from './claims.ts';
import { idOf } from './message-body.ts';
import type { Queue } from './queue-url.ts';

/** The attribute of a message that somebody has sent on from the dead letters. */
export const redrivenAttribute = 'redriven';

/** How a message came to its worker. */
export interface Delivery {
  readonly messageId: string;
  /** Which of its receives this is, from 1. */
  readonly receives: number;
  /** Whether somebody has just sent it on from the dead letters: a decision for one try, so at the first receive alone. */
  readonly redriven: boolean;
  /** Id of the event, or of the message where it is none: the same for each copy. */
  readonly eventId: string;
  /** The write that claims the effect, for its transaction: of all copies of the message one commits. */
  claim(): Write;
}

/** Reads how a message came; `content` is its body, parsed. */
export function deliveryOf(queue: Queue, record: SQSRecord, content: unknown, clock: Clock): Delivery {
  const { messageId, messageAttributes } = record;
  const eventId = idOf(content) ?? messageId;
  const receives = receivesOf(record);
  return {
    messageId,
    receives,
    redriven: receives === 1 && messageAttributes[redrivenAttribute] !== undefined,
    eventId,
    claim: () => claim({ consumer: queue, eventId }, clock()),
  };
}

/** Which of its receives a message is at, from 1. */
export function receivesOf({ attributes }: SQSRecord): number {
  return Number(attributes.ApproximateReceiveCount);
}
