import type { Queue } from './queue-url.ts';

/** How many messages a queue has, approximately: those that wait, those that a worker has, and those that are to be seen later. */
export interface Depth {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** Asks SQS, in one call, how many messages a queue has; throws `QUEUES_UNAVAILABLE`. */
export type FindDepth = (queue: Queue) => Promise<Depth>;

/** Whole seconds that the oldest message of each queue has waited; a queue of which nobody can tell is left out. */
export type FindAges = (queues: readonly Queue[]) => Promise<ReadonlyMap<Queue, number>>;
