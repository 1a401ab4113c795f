import type { SQSRecord } from 'aws-lambda';
import type { Clock } from '../clock.ts';
import type { Write } from '../data/write.ts';
import { claim } from './claims.ts';
import { historyOf } from './history.ts';
import { idOf } from './message-body.ts';
import type { Queue } from './queue-url.ts';

/** The attribute of a message that somebody has redriven from the dead letters. */
export const redrivenAttribute = 'redriven';

/** How a message came to its worker. */
export interface Delivery {
  readonly messageId: string;
  /** The number of this receive, from 1. */
  readonly receives: number;
  /**
   * Whether somebody has just redriven it from the dead letters; their decision is for one attempt, so that only the first
   * receive has it.
   */
  readonly redriven: boolean;
  /** The id of the event, or of the first message where it is none: each copy has the same. */
  readonly eventId: string;
  /** The write that claims the effect, for its transaction: of all copies of the message one commits. */
  claim(): Write;
}

/** Describes how a message came; `content` is its parsed body. */
export function deliveryOf(queue: Queue, record: SQSRecord, content: unknown, clock: Clock): Delivery {
  const { messageId, messageAttributes } = record;
  const history = historyOf(record);
  const eventId = idOf(content) ?? history.messageId;
  const receives = receivesOf(record);
  const isDecided = messageAttributes[redrivenAttribute] !== undefined || history.redriven === true;
  return {
    messageId,
    receives,
    redriven: receives === 1 && isDecided,
    eventId,
    claim: () => claim({ consumer: queue, eventId }, clock()),
  };
}

/** The number of a message's present receive, from 1. */
export function receivesOf({ attributes }: SQSRecord): number {
  return Number(attributes.ApproximateReceiveCount);
}
