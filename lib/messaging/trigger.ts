import type * as z from 'zod';
import type { Grant } from '../grants.ts';
import type { Queue } from './queue-url.ts';

/** A queue as the trigger of a function: the message's schema and how many are taken at once. */
export interface QueueTrigger<M extends z.ZodType = z.ZodType> {
  readonly kind: 'queue';
  readonly queue: Queue;
  readonly message: M;
  readonly batchSize: number;
  readonly grants: readonly Grant[];
}

/** Declares the queue that triggers a function; ten messages a batch unless the work says otherwise. */
export function queue<M extends z.ZodType>(
  fields: Omit<QueueTrigger<M>, 'kind' | 'batchSize'> & { readonly batchSize?: number },
): QueueTrigger<M> {
  return { kind: 'queue', batchSize: 10, ...fields };
}

/** The dead-letter queues of all queues as the trigger of one function. */
export interface DeadLetterTrigger {
  readonly kind: 'dead-letters';
  readonly batchSize: number;
  readonly grants: readonly Grant[];
}

/** Declares that a function is given what any queue has given up; ten messages a batch. */
export function deadLetters(fields: Pick<DeadLetterTrigger, 'grants'>): DeadLetterTrigger {
  return { kind: 'dead-letters', batchSize: 10, ...fields };
}
