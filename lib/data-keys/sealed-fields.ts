import * as z from 'zod';
import type { Key } from '../data/database.ts';
import type { Table } from '../data/table.ts';
import type { Lazy, Output } from '../schemas.ts';
import { addedLength, bytesOf, decrypt, encrypt } from '../secrets/aes-gcm.ts';
import type { DataKey, Owner } from './data-key.ts';
import { sealBroken } from './refusals.ts';

declare const sealed: unique symbol;

/** A field as it is stored: a text that only the key of its owner opens. To the compiler it is no text, so that nobody shows it. */
interface Sealed<T> {
  readonly [sealed]: T;
}

/** A field without a value is stored without one. */
type SealedOf<T> = Sealed<NonNullable<T>> | Extract<T, null | undefined>;

type Fields = Readonly<Record<string, Lazy>>;
type SchemaOf<T> = undefined extends T ? z.ZodOptional<z.ZodType<SealedOf<T>>> : z.ZodType<SealedOf<T>>;
type Shape<F extends Fields> = { readonly [N in keyof F]: SchemaOf<Output<F[N]>> };
/** The fields as they are stored. */
type Closed<F extends Fields> = z.output<z.ZodObject<Shape<F>>>;
/** The fields as people know them. */
type Opened<F extends Fields> = z.output<z.ZodObject<{ readonly [N in keyof F]: ReturnType<F[N]> }>>;

interface SealedFieldsDefinition<S extends object, F extends Fields> {
  readonly table: Table;
  /** The key of the item that has the fields. */
  readonly key: (source: S) => Key;
  /** Whose key seals them. */
  readonly owner: (source: S) => Owner;
  /** Their schemas, without transforms. */
  readonly fields: F;
}

/** Fields of an entity that one key seals. */
interface SealedFields<S extends object, F extends Fields> {
  /** Their schemas as they are stored, for the schema of the entity. */
  stored(): Shape<F>;
  /** Seals some of them, or all, for the item of `source`. */
  seal<P extends Partial<Opened<F>>>(source: S, values: P, key: DataKey): Pick<Closed<F>, keyof P & keyof Closed<F>>;
  /** Opens all that the item has; throws `SealBroken` for one that was changed, or was sealed for another place or owner. */
  open(item: S & Closed<F>, key: DataKey): Opened<F>;
}

/** The version of the format, with which a sealed text begins. */
const format = 's1.';

/** Plaintext is padded to a multiple of so many bytes: the length of a blood group or a date would tell which it is. */
const block = 32;

/** Declares fields that are stored sealed: AES-256-GCM, bound to table, key of the item, name of the field and owner. */
export function sealedFields<S extends object, F extends Fields>(
  definition: SealedFieldsDefinition<S, F>,
): SealedFields<S, F> {
  const { table, key: keyOf, owner: ownerOf, fields } = definition;

  const placeOf = (source: S, field: string) => {
    const { pk, sk } = keyOf(source);
    return { field, pk, sk, binding: JSON.stringify([format, table, pk, sk, field, ownerOf(source)]) };
  };

  return {
    stored: () => mapEntries(fields, (_, field) => storedSchema(field)) as Shape<F>,

    seal(source, values, key) {
      if (key.owner !== ownerOf(source)) throw new TypeError(`The fields of ${ownerOf(source)} have another key`);
      const checked = mapEntries(values, (name, value) => schemaOf(fields, name).parse(value));
      return mapEntries(checked, (name, value) =>
        isAbsent(value) ? value : sealValue(value, key, placeOf(source, name).binding),
      ) as never;
    },

    open(item, key) {
      const values = mapEntries(fields, (name, field) => {
        const text = (item as Readonly<Record<string, unknown>>)[name];
        return isAbsent(text) ? text : openValue(text, key, placeOf(item, name), field);
      });
      return values as Opened<F>;
    },
  };
}

interface Place extends Key {
  readonly field: string;
  readonly binding: string;
}

function sealValue(value: unknown, key: DataKey, binding: string): string {
  const json = Buffer.from(JSON.stringify(value));
  // JSON may end in spaces, and is the same with them.
  const padded = Buffer.alloc(Math.ceil(json.length / block) * block, ' ');
  json.copy(padded);
  return format + encrypt(key.derive('fields'), padded, binding).toString('base64url');
}

function openValue(text: unknown, key: DataKey, { binding, field, pk, sk }: Place, schema: Lazy): unknown {
  const plaintext = isSealed(text) && decrypt(key.derive('fields'), encryptedIn(text), binding);
  const parsed = plaintext ? schema().safeParse(JSON.parse(plaintext.toString('utf8'))) : undefined;
  // Neither the value nor what is wrong with it is told.
  if (!parsed?.success) throw sealBroken(`The field ${field} of ${pk} / ${sk}`);
  return parsed.data;
}

function storedSchema(field: Lazy): z.ZodType {
  const [takesUndefined, takesNull] = [undefined, null].map((none) => field().safeParse(none).success);
  const text = z.custom<Sealed<unknown>>(isSealed, 'Is not sealed.');
  const nullable = takesNull ? text.nullable() : text;
  return takesUndefined ? nullable.optional() : nullable;
}

/** Whether a value is a sealed text by its form, so that plaintext is refused before it is stored. */
function isSealed(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith(format) && encryptedIn(value).length >= addedLength + block;
}

function encryptedIn(text: string): Buffer {
  return bytesOf(text.slice(format.length)) ?? Buffer.alloc(0);
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function schemaOf(fields: Fields, name: string): z.ZodType {
  const field = fields[name];
  if (!field) throw new TypeError(`There is no sealed field ${name}`);
  return field();
}

function mapEntries<V>(values: Readonly<Record<string, V>>, map: (name: string, value: V) => unknown) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(name, value)]));
}
