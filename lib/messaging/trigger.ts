import type * as z from 'zod';
import type { Grant } from '../grants.ts';
import type { Queue } from './queue-url.ts';

/** A queue as the trigger of a function: the message's schema; how many are taken at once is said by the queue's line. */
export interface QueueTrigger<M extends z.ZodType = z.ZodType> {
  readonly kind: 'queue';
  readonly queue: Queue;
  readonly message: M;
  readonly grants: readonly Grant[];
}

/** Declares the queue that triggers a function. */
export function queue<M extends z.ZodType>(fields: Omit<QueueTrigger<M>, 'kind'>): QueueTrigger<M> {
  return { kind: 'queue', ...fields };
}

/** The dead-letter queues of all queues as the trigger of one function. */
export interface DeadLetterTrigger {
  readonly kind: 'dead-letters';
  readonly grants: readonly Grant[];
}

/** Declares that a function is given what any queue has given up. */
export function deadLetters(fields: Omit<DeadLetterTrigger, 'kind'>): DeadLetterTrigger {
  return { kind: 'dead-letters', ...fields };
}
