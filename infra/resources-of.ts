import type { FunctionResources } from '../lib/function-resources.ts';
import type { Trigger } from './functions.ts';
import { deadLetterQueue, queueOf } from './queues.ts';

/** The usual `/tmp` in MB, which is the least that there is. */
const usualStorage = 512;
const usual = { memory: 512, seconds: 30 } as const;
/** The time limit behind routes is half of the 30 s after which the gateway gives up on a function. */
const behindRoutes = { ...usual, seconds: 15 } as const;

/** Memory and storage of a function in MB, and its time limit in seconds: what its trigger says, or the usual of its kind. */
export function resourcesOf(trigger: Trigger): Required<Omit<FunctionResources, 'assets'>> {
  const { memory, seconds } = boundsOf(trigger);
  return { memory, seconds, storage: trigger.storage ?? usualStorage };
}

function boundsOf(trigger: Trigger): Required<Pick<FunctionResources, 'memory' | 'seconds'>> {
  switch (trigger.kind) {
    case 'queue':
      return queueOf(trigger.queue);
    case 'dead-letters':
      return deadLetterQueue;
    case 'http':
      return { ...behindRoutes, ...saidBy(trigger) };
    default:
      return { ...usual, ...saidBy(trigger) };
  }
}

function saidBy({ memory, seconds }: FunctionResources) {
  return { ...(memory !== undefined && { memory }), ...(seconds !== undefined && { seconds }) };
}
