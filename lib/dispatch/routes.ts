import { type OptionalQueueName, optionalQueueNames } from '../../infra/queues.ts';
import { optionalSetting } from '../config.ts';
import type { EventDefinition } from '../events/definition.ts';
import type { Queue } from '../messaging/queue-url.ts';
import { switchVariable } from '../variable-names.ts';

/** Finds the queues of a type; undefined for a type that is unknown here, since a newer release stored it. */
export type QueuesOf = (type: string) => readonly Queue[] | undefined;

/** Routes each type of event to the queues that its definition names. */
export function routesOf(definitions: readonly Pick<EventDefinition, 'type' | 'queues'>[]): QueuesOf {
  const queuesByType = new Map(definitions.map(({ type, queues }) => [type, queues]));
  return (type) => queuesByType.get(type);
}

/** The optional queues that are on in this stage: they get every event, nothing depends on them, and nothing waits for them. */
export function optionalQueuesOn(): OptionalQueueName[] {
  return optionalQueueNames.filter((queue) => optionalSetting(switchVariable(queue)) === 'on');
}
