/**
 * A kind of items by the common beginnings of their keys, as `USER#/SESSION#`: the capitals of the partition key and of the
 * sort key, up to and including the first `#`. Without a sort key, as in `CLAIM#/`, it is all items of these partitions.
 */
export type KeyKind = `${string}/${string}`;

/** The key of an item. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** The kind of an item; the key function of an entity, given empty ids, yields the kind of all its items. */
export function kindOf({ pk, sk }: ItemKey): KeyKind {
  return `${beginningOf(pk)}/${beginningOf(sk)}`;
}

/** The beginning of the partition keys of a kind. */
export function partitionOf(kind: KeyKind): string {
  return kind.slice(0, kind.indexOf('/'));
}

/** Whether a kind is the other one, or a part of it. */
export function isWithin(kind: KeyKind, other: KeyKind): boolean {
  return kind === other || (other.endsWith('/') && kind.startsWith(other));
}

function beginningOf(key: string): string {
  return /^[A-Z][A-Z-]*(?:#|$)/.exec(key)?.[0] ?? '';
}
