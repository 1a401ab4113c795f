import type * as z from 'zod';
import { once } from '../once.ts';
import type { Lazy } from '../schemas.ts';
import type { Item, Key } from './database.ts';
import type { Table } from './table.ts';

/** A value as it was read, with the number of its version, which every update raises by one. */
export type Stored<V> = V & { readonly version: number };

/** A kind of item: what it holds, and where it is stored. */
export interface Entity<V extends object, Id> {
  readonly name: string;
  readonly table: Table;
  /** The key of the item with an id; a value has the fields of its id. */
  key(id: Id): Key;
  /** Whether items of this kind expire; an expired one counts as absent. */
  readonly expires: boolean;
  /** The item of a value, without the attributes that its commit adds; throws when the value breaks the schema. */
  toItem(value: V): Item;
  /** The value of an item, undefined when it has expired; throws `MalformedItem`. */
  fromItem(item: Item, now: Date): Stored<V> | undefined;
  /** Some fields of a value, checked as in the whole value. */
  parseFields(fields: Partial<V>): Readonly<Record<string, unknown>>;
}

/** The value type of an entity. */
export type ValueOf<E> = E extends Entity<infer V, never> ? V : never;

interface EntityDefinition<S extends z.ZodObject, Id> {
  readonly name: string;
  readonly table: Table;
  /** The fields as they are stored: without transforms, and without the reserved names. */
  readonly schema: Lazy<S>;
  /** The key, given the fields that make the id of an item, all of which a value must have. */
  readonly key: ((id: Id) => Key) & ((value: z.output<S>) => Key);
  /** Attributes for the indexes of the table; an item lacks those that are undefined. */
  readonly index?: (value: z.output<S>) => Readonly<Record<string, string | undefined>>;
  /** When items expire; stored as `expiresAt` in Unix seconds. */
  readonly expiresAt?: (value: z.output<S>) => Date;
}

/** A stored item breaks its schema, which is a bug or a botched migration, never data. */
export class MalformedItem extends Error {
  override readonly name = 'MalformedItem';

  constructor(entityName: string, { pk, sk }: Key, cause: unknown) {
    super(`The ${entityName} at ${pk} / ${sk} is malformed`, { cause });
  }
}

const reserved = ['pk', 'sk', 'entity', 'version', 'commitId', 'expiresAt'];

/** Declares a kind of item by its schema and its keys; `key` takes the fields of the value that make its id. */
export function entity<S extends z.ZodObject, Id extends object>(
  definition: EntityDefinition<S, Id>,
): Entity<z.output<S>, Id> {
  const { name, table, key, index, expiresAt } = definition;
  const stored = once(() => withoutReserved(name, definition.schema()));
  return {
    name,
    table,
    key,
    expires: expiresAt !== undefined,
    toItem(value) {
      const fields = stored().parse(value);
      const expiry = expiresAt && { expiresAt: toSeconds(expiresAt(fields)) };
      return withoutUndefined({
        ...key(fields),
        entity: name,
        ...fields,
        ...index?.(fields),
        ...expiry,
      });
    },
    fromItem(item, now) {
      if (hasExpired(item, now)) return undefined;
      const parsed = stored().safeParse(item);
      if (item.entity !== name) throw new MalformedItem(name, item, `It is an item of entity ${item.entity}`);
      if (!parsed.success) throw new MalformedItem(name, item, parsed.error);
      if (typeof item.version !== 'number') throw new MalformedItem(name, item, 'It has no version');
      return { ...parsed.data, version: item.version };
    },
    parseFields: (fields) => parseFields(stored(), fields),
  };
}

/** The schema itself; throws when its fields have names of attributes that a commit adds. */
function withoutReserved<S extends z.ZodObject>(name: string, fields: S): S {
  const taken = reserved.filter((field) => field in fields.shape);
  if (taken.length > 0) throw new TypeError(`The entity ${name} has fields of reserved names: ${taken.join(', ')}`);
  return fields;
}

/** Writes an instant as DynamoDB's expiry takes it, in Unix seconds. */
export function toSeconds(time: Date): number {
  return Math.floor(time.getTime() / 1_000);
}

/** Whether an item has expired: DynamoDB deletes it days later, and the local one never, so that readers have to look. */
function hasExpired({ expiresAt }: Item, now: Date): boolean {
  return typeof expiresAt === 'number' && expiresAt <= toSeconds(now);
}

/** Parses field by field, since a schema with rules across fields cannot be made partial. */
function parseFields(schema: z.ZodObject, fields: object): Readonly<Record<string, unknown>> {
  const parsed = Object.entries(fields).map(([field, value]) => {
    const fieldSchema = schema.shape[field];
    if (!fieldSchema) throw new TypeError(`The schema has no field ${field}`);
    return [field, (fieldSchema as z.ZodType).parse(value)] as const;
  });
  return withoutUndefined(Object.fromEntries(parsed));
}

function withoutUndefined<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
