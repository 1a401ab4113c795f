import * as z from 'zod';
import { instant, type Output, schema } from '../schemas.ts';
import { defineEvent, type EventDefinition } from './definition.ts';
import type { Envelope } from './envelope.ts';

/** What is due, and when: the field `due` in the data of its event. */
export const dueReference = schema(() =>
  z
    .object({
      id: z.string().min(1).max(300).describe('What is due, by the id that its domain gave it'),
      at: instant().describe('When it is due; its message comes no earlier'),
    })
    .describe('What is due, by `id`, and `at` which instant'),
);

/** The data of an event that tells that something is due. */
type DueData<S extends z.ZodRawShape> = z.ZodObject<S & { due: ReturnType<typeof dueReference> }>;

type DueFields<T extends string, V extends number, S extends z.ZodRawShape> = Pick<
  EventDefinition<T, V, z.ZodObject<S>>,
  'type' | 'version' | 'summary' | 'queues' | 'upgrades'
> & {
  /** Makes the schema of the data that the domain gives, without the field `due`: ids only. */
  readonly data: () => z.ZodObject<S>;
};

/** A kind of things that are to be done at an instant: the event that tells that one of them is due. */
export interface DueDefinition<
  T extends string = string,
  V extends number = number,
  S extends z.ZodRawShape = z.ZodRawShape,
> extends EventDefinition<T, V, DueData<S>> {
  readonly due: true;
}

/**
 * Declares a kind of things that are to be done at an instant, as an event that is published then. Its domain gives the data,
 * and each message has `due` beside it.
 */
export function defineDue<const T extends string, const V extends number, S extends z.ZodRawShape>({
  data,
  upgrades,
  ...fields
}: DueFields<T, V, S>): DueDefinition<T, V, S> {
  const withDue = () => data().extend({ due: dueReference() }) as unknown as DueData<S>;
  const upgrading = upgrades && { upgrades: keepingDue(upgrades) };
  return { ...defineEvent<T, V, DueData<S>>({ ...fields, data: withDue, ...upgrading }), due: true };
}

type Upgrades = NonNullable<EventDefinition['upgrades']>;

/** An upgrade knows the data of its domain, and need not hand on what is due. */
function keepingDue(upgrades: Upgrades): Upgrades {
  return Object.fromEntries(
    Object.entries(upgrades).map(([version, upgrade]) => [
      version,
      ({ due, ...data }: Envelope['data']) => ({ ...upgrade(data), due }),
    ]),
  );
}

/** When what an event tells of is due; undefined for one that tells what has happened. */
export function dueTimeOf({ data }: Pick<Envelope, 'data'>): Date | undefined {
  const due: Output<typeof dueReference> | undefined = dueReference().safeParse(data.due).data;
  return due && new Date(due.at);
}
