import { createDeadLetterRepository } from '../../../messaging/dead-letter-repository.ts';
import type { Depth, FindAges, FindDepth } from '../../../messaging/queue-observation.ts';
import { type Queue, queueNames } from '../../../messaging/queue-url.ts';
import type { Platform } from '../../../platform/platform.ts';
import { type QueueState, queueByName } from './schema.ts';

export interface QueueDependencies extends Pick<Platform, 'read'> {
  readonly findDepth: FindDepth;
  readonly findAges: FindAges;
}

export type QueueService = ReturnType<typeof createQueueService>;

/** Shows the queues as they are now. */
export function createQueueService({ findDepth, findAges, read }: QueueDependencies) {
  const deadLetters = createDeadLetterRepository({ read });

  async function findStates(queues: readonly Queue[]): Promise<QueueState[]> {
    const [depths, ages, counts] = await Promise.all([
      Promise.all(queues.map(async (name) => ({ name, ...(await findDepth(name)) }))),
      findAges(queues),
      deadLetters.count(queues),
    ]);
    return depths.map((depth) => ({
      ...depth,
      oldestSeconds: isEmpty(depth) ? 0 : (ages.get(depth.name) ?? null),
      deadLetters: counts.get(depth.name) ?? 0,
    }));
  }

  return {
    /** Lists every queue, by name; throws `QUEUES_UNAVAILABLE`. */
    list: (): Promise<QueueState[]> => findStates(queueNames),

    /** Shows a queue; throws `NO_SUCH_QUEUE`, `QUEUES_UNAVAILABLE`. */
    async get(name: string): Promise<QueueState> {
      const [state] = await findStates([queueByName(name)]);
      return state as QueueState;
    },
  };
}

function isEmpty({ visible, inFlight, delayed }: Depth): boolean {
  return visible + inFlight + delayed === 0;
}
