import * as z from 'zod';
import { dues } from '../lib/domains/dues.ts';
import { events } from '../lib/domains/events.ts';
import { type EventDefinition, envelopeOf } from '../lib/events/definition.ts';
import { envelope } from '../lib/events/envelope.ts';
import type { FunctionDefinition } from './functions.ts';
import { optionalQueueNames, type QueueDefinition, queues } from './queues.ts';

/** A JSON Schema, of which only the members that are read here are typed. */
export interface JsonSchema {
  readonly type?: string;
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

/** Every type of event, those of what is due among them, in the order of their names. */
export const sortedEvents: readonly EventDefinition[] = [...events, ...dues].toSorted((one, other) =>
  one.type < other.type ? -1 : 1,
);

/** The queues that get the events of a type: those that its definition names, and the optional ones for what has happened. */
export function queuesFor({ queues: routed, due }: Pick<EventDefinition, 'queues' | 'due'>): QueueDefinition[] {
  return queues.filter(({ name }) => (isOptional(name) && !due) || routed.some((queue) => queue === name));
}

/** The types of events that a queue gets. */
export function eventsOn(queue: string): EventDefinition[] {
  return sortedEvents.filter((event) => queuesFor(event).some(({ name }) => name === queue));
}

/** Whether a queue gets events only where it is switched on. */
export function isOptional(queue: string): boolean {
  return optionalQueueNames.some((name) => name === queue);
}

/** The functions that work on a queue and consume an event of this type from it. */
export function consumersOf(
  { type }: Pick<EventDefinition, 'type'>,
  queue: string,
  functions: readonly FunctionDefinition[],
): FunctionDefinition[] {
  return functions.filter(
    ({ trigger }) => trigger.kind === 'queue' && trigger.queue === queue && takes(jsonSchema(trigger.message()), type),
  );
}

/** The functions that may put a message on a queue. */
export function sendersTo(queue: string, functions: readonly FunctionDefinition[]): FunctionDefinition[] {
  return functions.filter(({ trigger }) => trigger.grants.some((grant) => grant === `${queue}:send`));
}

/** The schema of a type's envelope in a queue; unknown fields are allowed, since a later release may add some. */
export function envelopeSchema(event: EventDefinition): JsonSchema {
  return jsonSchema(envelopeOf(event));
}

/** The names of an envelope's fields. */
export const envelopeFields = Object.keys(envelope().shape);

/** Whether a message of this type matches one of a schema's alternatives. */
function takes({ anyOf, oneOf, properties }: JsonSchema, type: string): boolean {
  const alternatives = anyOf ?? oneOf;
  if (alternatives) return alternatives.some((alternative) => takes(alternative, type));
  const named = properties?.type;
  return named !== undefined && (named.enum ?? [named.const ?? type]).includes(type);
}

function jsonSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' });
  return rest as JsonSchema;
}
