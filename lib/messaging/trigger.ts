import type * as z from 'zod';
import { type EventDefinition, type EventOf, envelopeOfAny } from '../events/definition.ts';
import type { FunctionResources } from '../function-resources.ts';
import type { Grant } from '../grants.ts';
import { type Lazy, schema } from '../schemas.ts';
import type { Queue } from './queue-url.ts';

/** Memory and time limit stand in the queue's line of `infra/queues.ts`, since how long it hides a message depends on them. */
type WorkerResources = Pick<FunctionResources, 'storage' | 'assets'>;

/** A queue as the trigger of a function, with the schema of its messages; the queue's line says how many are taken at once. */
export interface QueueTrigger<M extends z.ZodType = z.ZodType> extends WorkerResources {
  readonly kind: 'queue';
  readonly queue: Queue;
  /** The schema of a message. */
  readonly message: Lazy<M>;
  /** The events that are consumed, which give versions and upgrades; none where a message is something else. */
  readonly events: readonly EventDefinition[];
  readonly grants: readonly Grant[];
}

interface QueueFields extends WorkerResources {
  readonly queue: Queue;
  readonly grants: readonly Grant[];
}

/** Declares the queue that triggers a function, and the events of it that the function consumes. */
export function queue<E extends EventDefinition>(
  fields: QueueFields & { readonly events: readonly E[] },
): QueueTrigger<z.ZodType<EventOf<E>>>;
/** Declares a queue whose messages a schema describes, in whatever version they are. */
export function queue<M extends z.ZodType>(fields: QueueFields & { readonly message: Lazy<M> }): QueueTrigger<M>;
export function queue(
  fields: QueueFields & { readonly events?: readonly EventDefinition[]; readonly message?: Lazy },
): QueueTrigger {
  const { events = [] } = fields;
  return { message: schema(() => envelopeOfAny(events)), ...fields, kind: 'queue', events };
}

/** The dead-letter queues of all queues as the trigger of one function. */
export interface DeadLetterTrigger extends WorkerResources {
  readonly kind: 'dead-letters';
  readonly grants: readonly Grant[];
}

/** Declares that a function gets what any queue has given up. */
export function deadLetters(fields: Omit<DeadLetterTrigger, 'kind'>): DeadLetterTrigger {
  return { kind: 'dead-letters', ...fields };
}
