import * as z from 'zod';
import type { QueueName } from '../../infra/queues.ts';
import { once } from '../once.ts';
import { type Envelope, envelope } from './envelope.ts';

/** Turns the data of one version of an event into that of the next. */
type Upgrade = (data: Envelope['data']) => Envelope['data'];

/** What a domain declares of a type of event. */
interface EventFields<T extends string, V extends number, D extends z.ZodObject> {
  /** What has happened, in the past tense: `order.placed`. */
  readonly type: T;
  /** The version of the data's shape; it is raised when a consumer of the old one would fail. */
  readonly version: V;
  /** The event as a whole sentence, for docs/events.md and AsyncAPI. */
  readonly summary: string;
  /** Makes the schema of the data: ids only, never what tells who a person is. */
  readonly data: () => D;
  /** Partners may be told of the event: AsyncAPI and docs/events.md mark it. */
  readonly partner?: true;
  /** The queues that get the event; none is an answer. */
  readonly queues: readonly QueueName[];
  /**
   * Upgrades from versions whose messages may still be under way or among the dead letters, by the version that they start
   * from.
   */
  readonly upgrades?: Readonly<Record<number, Upgrade>>;
  /** It tells that something is due, and is published then: `defineDue` declares it. */
  readonly due?: true;
}

/** A type of event, which services record, consumers name, and dispatch routes. */
export interface EventDefinition<
  T extends string = string,
  V extends number = number,
  D extends z.ZodObject = z.ZodObject,
> extends EventFields<T, V, D> {
  /** Makes an event for `commit`, which adds the id, the time and its origin. */
  of(told: { readonly subject: string; readonly data: z.output<D> }): NewEvent;
}

/**
 * An event that is to be stored. Its own definition parses its data, so that a bundle holds only the events that it records.
 */
export interface NewEvent {
  readonly definition: Pick<EventDefinition, 'type' | 'version' | 'data'>;
  /** Its id, where it has one before it is stored. */
  readonly id?: string;
  readonly subject: string;
  readonly data: Envelope['data'];
}

/** An event of these definitions, as its consumers read it. */
export type EventOf<E extends EventDefinition> =
  E extends EventDefinition<infer T, infer V, infer D>
    ? Omit<Envelope, 'type' | 'version' | 'data'> & {
        readonly type: T;
        readonly version: V;
        readonly data: z.output<D>;
      }
    : never;

/**
 * Declares a type of event, whose schema is made when it is first used. A bundle leaves out those that it has no use for, as
 * long as each is a constant of its own.
 */
export function defineEvent<const T extends string, const V extends number, D extends z.ZodObject>(
  fields: EventFields<T, V, D>,
): EventDefinition<T, V, D> {
  const definition = { ...fields, data: once(fields.data) };
  return { ...definition, of: (told) => ({ definition, ...told }) };
}

/** The envelope of one type of event, as it is stored, sent and consumed. */
export function envelopeOf({ type, version, data }: Pick<EventDefinition, 'type' | 'version' | 'data'>) {
  return envelope().extend({ type: z.literal(type), version: z.literal(version), data: data() });
}

/** The envelope of any of these events. */
export function envelopeOfAny<E extends EventDefinition>(definitions: readonly E[]): z.ZodType<EventOf<E>> {
  const [first, ...others] = definitions.map(envelopeOf);
  if (!first) throw new Error('There is no event to be of');
  return z.discriminatedUnion('type', [first, ...others]) as z.ZodType<unknown> as z.ZodType<EventOf<E>>;
}
