import type { Stored } from '../data/entity.ts';
import { at } from '../data/read.ts';
import type { Platform } from '../platform/platform.ts';
import { tallies } from './dead-letter-repository.ts';
import type { Queue } from './queue-url.ts';
import { type Outage, outages } from './waiting-repository.ts';

/** What is kept of a queue's messages outside of the queue itself. */
export interface KeptMessages {
  readonly deadLetters: number;
  /** How many wait for the end of an outage. */
  readonly waiting: number;
  /** When that outage began; undefined where there is none. */
  readonly waitingSince: Date | undefined;
}

/** Counts what is kept of the messages of each queue, by one batch read for up to fifty of them. */
export function createCountKept({ read }: Pick<Platform, 'read'>) {
  return async (queues: readonly Queue[]): Promise<ReadonlyMap<Queue, KeptMessages>> => {
    const found = await read.findTogether([
      ...queues.map((queue) => at(tallies, { queue })),
      ...queues.map((queue) => at(outages, { queue })),
    ]);
    const ofQueue = (index: number): KeptMessages => {
      const outage = found[queues.length + index] as Stored<Outage> | undefined;
      return {
        deadLetters: found[index]?.count ?? 0,
        waiting: outage?.count ?? 0,
        waitingSince: outage && new Date(outage.since),
      };
    };
    return new Map(queues.map((queue, index) => [queue, ofQueue(index)]));
  };
}
