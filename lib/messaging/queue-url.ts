import { type QueueName, queues } from '../../infra/queues.ts';
import { setting } from '../config.ts';
import { queueVariable } from '../variable-names.ts';

/** Short name of a queue. */
export type Queue = QueueName;

/** Every queue, in the order of their names. */
export const queueNames: readonly Queue[] = queues.map(({ name }) => name).sort();

/** URL of the queue in this stage, from the environment. */
export function queueUrl(queue: Queue): string {
  return setting(queueVariable(queue));
}
