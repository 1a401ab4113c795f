import * as z from 'zod';
import type { QueueName } from '../../infra/queues.ts';
import { once } from '../once.ts';
import { type Envelope, envelope } from './envelope.ts';

/** Makes the data of one version of an event into that of the next. */
type Upgrade = (data: Envelope['data']) => Envelope['data'];

/** What a domain says of a type of event. */
interface EventFields<T extends string, V extends number, D extends z.ZodObject> {
  /** What has happened, in the past tense: `order.placed`. */
  readonly type: T;
  /** Of the shape of the data; raised when a consumer of the old one would stumble. */
  readonly version: V;
  /** The same as a whole sentence, for docs/events.md and AsyncAPI. */
  readonly summary: string;
  /** Makes the schema of the data: ids only, never what tells who a person is. */
  readonly data: () => D;
  /** Partners may be told of the event: AsyncAPI and docs/events.md mark it. */
  readonly partner?: true;
  /** The queues that get the event; none is an answer. */
  readonly queues: readonly QueueName[];
  /** Steps from versions whose messages may still be under way or among the dead letters, by the version that they start from. */
  readonly upgrades?: Readonly<Record<number, Upgrade>>;
}

/** A type of event: what a service tells of it by, what its consumers name, and where it goes. */
export interface EventDefinition<
  T extends string = string,
  V extends number = number,
  D extends z.ZodObject = z.ZodObject,
> extends EventFields<T, V, D> {
  /** The event as a service tells of it, for `commit`, which adds the id, the time and where it came from. */
  of(told: { readonly subject: string; readonly data: z.output<D> }): NewEvent;
}

/** An event that is to be stored; its data is parsed by its own definition, so that a bundle holds those that it tells of alone. */
export interface NewEvent {
  readonly definition: Pick<EventDefinition, 'type' | 'version' | 'data'>;
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
 * Declares a type of event, whose schema is made when it is first used. A bundle leaves out those that it has no use for, as long
 * as each is a constant of its own.
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
