import * as z from 'zod';
import { absent, equals } from '../data/condition.ts';
import { entity, type Stored, type ValueOf } from '../data/entity.ts';
import type { Position } from '../data/page.ts';
import { at, type Reader, type Reference } from '../data/read.ts';
import { insert, update, upsert, type Write } from '../data/write.ts';
import { Conflict } from '../errors.ts';
import { instant, schema } from '../schemas.ts';
import type { Owner } from './data-key.ts';

const ownerText = schema(() => z.templateLiteral([z.string(), '/', z.string()]));

/** A data key as it is stored: wrapped, or what is left of it when it was destroyed. */
export const dataKeys = entity({
  name: 'dataKey',
  table: 'data-keys',
  schema: schema(() =>
    z.object({
      owner: ownerText(),
      wrapped: z.string().optional(),
      /** The version of the wrapping key. */
      wrappedBy: z.string().optional(),
      erasedAt: instant().optional(),
    }),
  ),
  key: ({ owner }: { readonly owner: Owner }) => ({ pk: partitionOf(owner), sk: 'KEY' }),
});

export type StoredDataKey = ValueOf<typeof dataKeys>;

/** Refers to the key of an owner, to be read in one batch with other items. */
export function dataKeyAt(owner: Owner): Reference<StoredDataKey> {
  return at(dataKeys, { owner });
}

/** The write of a new key; fails with `DATA_KEY_EXISTS` where the owner has one, or had. */
export function insertDataKey(key: StoredDataKey): Write {
  const conflict = () => new Conflict('DATA_KEY_EXISTS', 'There is a data key already, or was one.');
  return insert(dataKeys, key, { conflict });
}

/**
 * The write that destroys the key of an owner, and so all that it has sealed: what stays says when, and that there is never to be
 * another. It needs no key to be there; `conflict` makes the error where it was destroyed before.
 */
export function destroyDataKey(owner: Owner, now: Date, conflict: () => Error): Write {
  const set = { owner, erasedAt: now.toISOString() };
  const remove = ['wrapped', 'wrappedBy'] as const;
  return upsert(dataKeys, { owner }, { set, remove, when: absent('erasedAt'), conflict });
}

/** The index `wrapped-by` of the table, as `infra/tables.ts` declares it. */
const wrappedByIndex = { name: 'wrapped-by', partitionKey: 'wrappedBy', sortKey: 'pk' } as const;

/** Lists the keys that the wrapping key of a number has wrapped, a hundred at a time. */
export function listWrappedBy({ query }: Pick<Reader, 'query'>, number: number, after?: Position) {
  return query(dataKeys, { index: wrappedByIndex, partition: String(number), limit: 100, after });
}

/** Whether the wrapping key of a number has wrapped any; one that was wrapped within a second may be overlooked. */
export async function hasWrapped({ query }: Pick<Reader, 'query'>, number: number): Promise<boolean> {
  const { items } = await query(dataKeys, { index: wrappedByIndex, partition: String(number), limit: 1 });
  return items.length > 0;
}

/** The write that wraps a key anew; fails with `DATA_KEY_CHANGED` where it was destroyed, or wrapped anew by somebody else. */
export function rewrapDataKey(
  { owner, version }: Stored<StoredDataKey>,
  set: Required<Pick<StoredDataKey, 'wrapped' | 'wrappedBy'>>,
): Write {
  const conflict = () => new Conflict('DATA_KEY_CHANGED', 'The data key was changed meanwhile.');
  return update(dataKeys, { owner }, { set, when: equals('version', version), conflict });
}

/** The capitals of the kind begin the partition key, by which rights are bound to kinds of owners. */
function partitionOf(owner: Owner): string {
  const slash = owner.indexOf('/');
  return `${owner.slice(0, slash).toUpperCase()}#${owner.slice(slash + 1)}`;
}
