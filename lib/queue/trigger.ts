import type * as z from 'zod';
import type { Grant } from '../grants.ts';

/** A queue as the trigger of a function: the message's schema and how many are taken at once. */
export interface QueueTrigger<M extends z.ZodType = z.ZodType> {
  readonly kind: 'queue';
  /** The queue's short name, one of `infra/queues.ts`. */
  readonly queue: string;
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
