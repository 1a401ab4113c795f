import { logUnexpected } from '../error-groups.ts';
import type { Entity } from './entity.ts';

/**
 * The entity as whoever goes through many of its items has it: one that nobody can read must not hold up all beside it, so that it
 * is logged, and counts as absent.
 */
export function readable<V extends object, Id>(entity: Entity<V, Id>): Entity<V, Id> {
  return {
    ...entity,
    fromItem(item, now) {
      try {
        return entity.fromItem(item, now);
      } catch (error) {
        logUnexpected('malformed item', { error });
        return undefined;
      }
    },
  };
}
