import { absent, allOf, type Condition, equals, notEquals, present } from './condition.ts';
import type { Item, Key } from './database.ts';
import type { Entity } from './entity.ts';
import type { Table } from './table.ts';
import { unexpected, type Write } from './write.ts';

/** What must hold beside that, and the error where it does not, which hears nothing of an item that nobody may be able to read. */
interface Guard {
  readonly when: Condition;
  readonly conflict: () => Error;
}

/**
 * The item is what was read, malformed as it may be: each write leaves another `commitId`. What is no text there was left by no
 * write of ours, and may be nothing that a condition compares with: it is left at being there.
 */
export function asRead({ commitId }: Item): Condition {
  if (commitId === undefined) return absent('commitId');
  return typeof commitId === 'string' ? equals('commitId', commitId) : present('commitId');
}

/** Stores a value in place of whatever lies there, as version 1: nothing is added to what may be no number. */
export function overwrite<V extends object, Id>(entity: Entity<V, Id>, value: V & Id, guard?: Guard): Write {
  const fields = entity.parseFields(value);
  return {
    action: ({ commitId }) => ({
      kind: 'update',
      table: entity.table,
      key: entity.key(value),
      changes: { set: { ...fields, entity: entity.name, version: 1, commitId } },
      // A retry of a commit that went through must fail here, so that it is recognised and not applied twice.
      condition: allOf(notEquals('commitId', commitId), ...(guard ? [guard.when] : [])),
    }),
    refusal: guard?.conflict ?? unexpected,
  };
}

/** Deletes what lies at a key, whatever it is. */
export function removeAt(table: Table, { pk, sk }: Key, guard?: Guard): Write {
  return {
    action: () => ({ kind: 'delete', table, key: { pk, sk }, ...(guard && { condition: guard.when }) }),
    refusal: guard?.conflict ?? unexpected,
  };
}
