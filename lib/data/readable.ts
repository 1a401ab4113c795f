import { logUnexpected } from '../error-groups.ts';
import type { Item } from './database.ts';
import type { Entity } from './entity.ts';
import type { Reference } from './read.ts';

/**
 * The entity as whoever goes through many of its items has it: one that nobody can read must not hold up all beside it, so that it
 * is logged, and counts as absent.
 */
export function readable<V extends object, Id>(entity: Entity<V, Id>): Entity<V, Id> {
  return { ...entity, fromItem: orAbsent(entity.fromItem) };
}

/** The reference as whoever reads many items together has it, alike. */
export function readableAt<V>(reference: Reference<V>): Reference<V> {
  return { ...reference, parse: orAbsent(reference.parse) };
}

function orAbsent<T>(parse: (item: Item, now: Date) => T): (item: Item, now: Date) => T | undefined {
  return (item, now) => {
    try {
      return parse(item, now);
    } catch (error) {
      logUnexpected('malformed item', { error });
      return undefined;
    }
  };
}
