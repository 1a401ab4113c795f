import { absent, allOf, anyOf, atMost, type Condition, greaterThan, notEquals, present } from './condition.ts';
import type { Action, Item } from './database.ts';
import { type Entity, type Stored, toSeconds } from './entity.ts';

/** What a commit adds to every item that it writes. */
export interface Stamp {
  readonly commitId: string;
  readonly now: Date;
}

/** One change of one item, described by a repository and carried out by `commit` alone. */
export interface Write {
  action(stamp: Stamp): Action;
  /** Makes the error of a condition that did not hold, given the item as it is. */
  refusal(old: Item | undefined, now: Date): Error;
}

/** Makes the error of a failed condition; `old` is undefined when there is no such item, or an expired one. */
export type OnConflict<V> = (old: Stored<V> | undefined) => Error;

type NumberField<V> = { [F in keyof V]-?: NonNullable<V[F]> extends number ? F : never }[keyof V];
type OptionalField<V> = { [F in keyof V]-?: undefined extends V[F] ? F : never }[keyof V] & string;

export interface UpdateOptions<V> {
  readonly set?: Partial<V>;
  readonly remove?: readonly OptionalField<V>[];
  /** Numbers to be added to fields. */
  readonly add?: { readonly [F in NumberField<V>]?: number };
  /** The new expiry of an item that has one. */
  readonly expiresAt?: Date;
  /** What must hold beside the item's existence, such as `equals('version', …)` for optimistic concurrency. */
  readonly when?: Condition;
  readonly conflict: OnConflict<V>;
}

/** Without `when` nothing refuses an upsert, which then needs no error for it. */
type UpsertOptions<V> =
  | UpdateOptions<V>
  | (Omit<UpdateOptions<V>, 'when' | 'conflict'> & { readonly when?: never; readonly conflict?: never });

/** Stores a new value as version 1; fails when there is one already. */
export function insert<V extends object, Id>(
  entity: Entity<V, Id>,
  value: V,
  { conflict }: { readonly conflict: OnConflict<V> },
): Write {
  const item = entity.toItem(value);
  return {
    action: ({ commitId, now }) => ({
      kind: 'put',
      table: entity.table,
      item: { ...item, version: 1, commitId },
      condition: missing(entity, now),
    }),
    refusal: refusalOf(entity, conflict),
  };
}

/** Changes fields of a value and raises its version by one; fails when there is none. */
export function update<V extends object, Id>(
  entity: Entity<V, Id>,
  id: Id,
  { set = {}, remove = [], add = {}, expiresAt, when, conflict }: UpdateOptions<V>,
): Write {
  const fields = entity.parseFields(set as Partial<V>);
  const expiry = expiresAt && { expiresAt: toSeconds(expiresAt) };
  return {
    action: ({ commitId, now }) => ({
      kind: 'update',
      table: entity.table,
      key: entity.key(id),
      changes: { set: { ...fields, ...expiry, commitId }, remove, add: { ...add, version: 1 } },
      // A retry of a commit that went through must fail here, so that it is recognised and not applied twice.
      condition: allOf(existing(entity, now), notEquals('commitId', commitId), ...(when ? [when] : [])),
    }),
    refusal: refusalOf(entity, conflict),
  };
}

/**
 * Changes fields of a value that may not exist yet: an absent number counts as zero when something is added to it. The fields
 * that are set or added to must be all that the schema asks for.
 */
export function upsert<V extends object, Id>(
  entity: Entity<V, Id>,
  id: Id,
  { set = {}, remove = [], add = {}, expiresAt, when, conflict = unexpected }: UpsertOptions<V>,
): Write {
  const fields = entity.parseFields(set as Partial<V>);
  const expiry = expiresAt && { expiresAt: toSeconds(expiresAt) };
  return {
    action: ({ commitId }) => ({
      kind: 'update',
      table: entity.table,
      key: entity.key(id),
      changes: { set: { ...fields, ...expiry, entity: entity.name, commitId }, remove, add: { ...add, version: 1 } },
      condition: allOf(notEquals('commitId', commitId), ...(when ? [when] : [])),
    }),
    refusal: refusalOf(entity, conflict),
  };
}

/** Deletes a value; without `conflict` it is no error when there is none. */
export function remove<V extends object, Id>(
  entity: Entity<V, Id>,
  id: Id,
  options: { readonly when?: Condition; readonly conflict: OnConflict<V> } | undefined = undefined,
): Write {
  const conditionAt = (now: Date) => allOf(existing(entity, now), ...(options?.when ? [options.when] : []));
  return {
    action: ({ now }) => ({
      kind: 'delete',
      table: entity.table,
      key: entity.key(id),
      ...(options && { condition: conditionAt(now) }),
    }),
    refusal: refusalOf(entity, options?.conflict ?? unexpected),
  };
}

/** Demands that a value exists, and that `when` holds of it, without changing it. */
export function check<V extends object, Id>(
  entity: Entity<V, Id>,
  id: Id,
  { when, conflict }: { readonly when?: Condition; readonly conflict: OnConflict<V> },
): Write {
  return {
    action: ({ now }) => ({
      kind: 'check',
      table: entity.table,
      key: entity.key(id),
      condition: allOf(existing(entity, now), ...(when ? [when] : [])),
    }),
    refusal: refusalOf(entity, conflict),
  };
}

function existing({ expires }: { readonly expires: boolean }, now: Date): Condition {
  return expires ? greaterThan('expiresAt', toSeconds(now)) : present('pk');
}

function missing({ expires }: { readonly expires: boolean }, now: Date): Condition {
  return expires ? anyOf(absent('pk'), atMost('expiresAt', toSeconds(now))) : absent('pk');
}

function refusalOf<V extends object, Id>(entity: Entity<V, Id>, conflict: OnConflict<V>): Write['refusal'] {
  return (old, now) => conflict(old && entity.fromItem(old, now));
}

/** The error of a write that nothing was to refuse. */
export function unexpected(): Error {
  return new Error('A write was refused that demands nothing');
}
