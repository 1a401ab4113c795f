import { createCountKept, type KeptMessages } from '../../../messaging/queue-counts.ts';
import type { Depth, FindAges, FindDepth } from '../../../messaging/queue-observation.ts';
import { type Queue, queueNames } from '../../../messaging/queue-url.ts';
import type { Platform } from '../../../platform/platform.ts';
import { type QueueState, queueByName } from './schema.ts';

export interface QueueDependencies extends Pick<Platform, 'read' | 'clock'> {
  readonly findDepth: FindDepth;
  readonly findAges: FindAges;
}

export type QueueService = ReturnType<typeof createQueueService>;

/** Shows the queues as they are now. */
export function createQueueService({ findDepth, findAges, read, clock }: QueueDependencies) {
  const countKept = createCountKept({ read });

  async function findStates(queues: readonly Queue[]): Promise<QueueState[]> {
    const [depths, ages, kept] = await Promise.all([
      Promise.all(queues.map(async (name) => ({ name, ...(await findDepth(name)) }))),
      findAges(queues),
      countKept(queues),
    ]);
    return depths.map((depth) => stateOf(depth, ages.get(depth.name), kept.get(depth.name) as KeptMessages, clock()));
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

interface NamedDepth extends Depth {
  readonly name: Queue;
}

/** The state of a queue; what waits for the end of an outage is to be seen later, as what its queue keeps back. */
function stateOf(depth: NamedDepth, age: number | undefined, kept: KeptMessages, now: Date): QueueState {
  const { deadLetters, waiting, waitingSince } = kept;
  const state = { ...depth, delayed: depth.delayed + waiting, deadLetters };
  const waited = waitingSince ? Math.round((now.getTime() - waitingSince.getTime()) / 1_000) : undefined;
  return { ...state, oldestSeconds: isEmpty(state) ? 0 : (longest(age, waited) ?? null) };
}

function longest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}

function isEmpty({ visible, inFlight, delayed }: Depth): boolean {
  return visible + inFlight + delayed === 0;
}
