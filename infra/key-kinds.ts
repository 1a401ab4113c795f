/**
 * Items that have the beginnings of their keys in common, as `USER#/SESSION#`: of the partition key and of the sort key what
 * stands in capitals, up to and with the first `#`. Without a sort key, as in `CLAIM#/`, it is all items of these partitions.
 */
export type KeyKind = `${string}/${string}`;

/** The key of an item. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** The kind of an item; from the key function of an entity, given empty ids, the kind of all its items. */
export function kindOf({ pk, sk }: ItemKey): KeyKind {
  return `${beginningOf(pk)}/${beginningOf(sk)}`;
}

/** What the partition keys of a kind begin with. */
export function partitionOf(kind: KeyKind): string {
  return kind.slice(0, kind.indexOf('/'));
}

/** Whether a kind is the other, or some of it. */
export function isWithin(kind: KeyKind, other: KeyKind): boolean {
  return kind === other || (other.endsWith('/') && kind.startsWith(other));
}

function beginningOf(key: string): string {
  return /^[A-Z][A-Z-]*(?:#|$)/.exec(key)?.[0] ?? '';
}
