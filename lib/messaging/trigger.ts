import type * as z from 'zod';
import { type EventDefinition, type EventOf, envelopeOfAny } from '../events/definition.ts';
import type { FunctionResources } from '../function-resources.ts';
import type { Grant } from '../grants.ts';
import { type Lazy, schema } from '../schemas.ts';
import type { Queue } from './queue-url.ts';

/** Memory and time limit are said by the queue's line, since how long it hides a message goes by them. */
type WorkerResources = Pick<FunctionResources, 'storage' | 'assets'>;

/** A queue as the trigger of a function: what its messages are; how many are taken at once is said by the queue's line. */
export interface QueueTrigger<M extends z.ZodType = z.ZodType> extends WorkerResources {
  readonly kind: 'queue';
  readonly queue: Queue;
  /** The schema of a message. */
  readonly message: Lazy<M>;
  /** The events that are taken, from which versions and upgrades come; none where a message is something else. */
  readonly events: readonly EventDefinition[];
  readonly grants: readonly Grant[];
}

interface QueueFields extends WorkerResources {
  readonly queue: Queue;
  readonly grants: readonly Grant[];
}

/** Declares the queue that triggers a function, and the events that it takes there. */
export function queue<E extends EventDefinition>(
  fields: QueueFields & { readonly events: readonly E[] },
): QueueTrigger<z.ZodType<EventOf<E>>>;
/** The same for messages that a schema describes, which takes them in any version. */
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

/** Declares that a function is given what any queue has given up. */
export function deadLetters(fields: Omit<DeadLetterTrigger, 'kind'>): DeadLetterTrigger {
  return { kind: 'dead-letters', ...fields };
}
