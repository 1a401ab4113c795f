import { type QueueName, queues } from '../../infra/queues.ts';
import { setting } from '../config.ts';
import { queueVariable } from '../variable-names.ts';

/** The short name of a queue. */
export type Queue = QueueName;

/** The names of all queues, in order. */
export const queueNames: readonly Queue[] = queues.map(({ name }) => name).sort();

/** The URL of the queue in this stage, from the environment. */
export function queueUrl(queue: Queue): string {
  return setting(queueVariable(queue));
}
