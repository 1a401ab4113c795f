import { type OptionalQueueName, optionalQueueNames } from '../../infra/queues.ts';

/** Whether the workers of the optional queues run: all of them, or none. */
export function everyOptionalQueue(state: 'on' | 'off'): Record<OptionalQueueName, string> {
  return Object.fromEntries(optionalQueueNames.map((name) => [name, state])) as Record<OptionalQueueName, string>;
}
