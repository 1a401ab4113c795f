import * as z from 'zod';
import type { Item } from '../data/database.ts';
import { type Entity, entity, MalformedItem, type Stored } from '../data/entity.ts';
import { id, type Output, schema } from '../schemas.ts';

/** Where a record stands in its index. */
const entry = schema(() =>
  z.object({
    /** The list in which it stands: one that is sorted, or that of the words of a beginning. */
    list: z.string(),
    /** What the list is sorted by: an instant, a folded name, a word. */
    place: z.string(),
    /** How many letters of this word begin an earlier word of the record as well: a search for these counts that one. */
    shared: z.int().min(0),
  }),
);
export type Entry = Output<typeof entry>;

/** An entry as it is stored. It holds its own word, and nothing else of the record. */
const storedEntry = schema(() => entry().extend({ index: z.string(), recordId: id() }));
export type StoredEntry = Output<typeof storedEntry>;

/** The entries of all indexes, by their list. */
export const storedEntries = atItsKey(
  entity({
    name: 'index-entry',
    table: 'index',
    schema: storedEntry,
    // A space sorts before whatever else may stand there, so that `Ann` comes before `Anna` and `Ann Lee`.
    key: ({ index, list, place, recordId }: Omit<StoredEntry, 'shared'>) => ({
      pk: listPartition(index, list),
      sk: `${place} #${recordId}`,
    }),
  }),
);

/** Which record an entry is of, by its key alone. */
export function recordIdAt({ sk }: Pick<Item, 'sk'>): string | undefined {
  return / #([^ #]+)$/.exec(sk)?.[1];
}

/** The sort key of what was entered, which no entry of a record has. */
export const enteredSortKey = 'ENTERED';

/** All that was entered for a record, by which it is found again to be taken out. */
export const enteredRecords = atItsKey(
  entity({
    name: 'indexed-record',
    table: 'index',
    schema: schema(() => z.object({ index: z.string(), recordId: id(), entries: z.array(entry()) })),
    key: ({ index, recordId }: { readonly index: string; readonly recordId: string }) => ({
      pk: listPartition(index, `RECORD#${recordId}`),
      sk: enteredSortKey,
    }),
  }),
);

/** What lies elsewhere than its fields say is malformed: pages would go on, and writes go, where it is not. */
function atItsKey<V extends Id & object, Id>(kind: Entity<V, Id>): Entity<V, Id> {
  return {
    ...kind,
    fromItem(item: Item, now: Date): Stored<V> | undefined {
      const value = kind.fromItem(item, now);
      const { pk, sk } = value ? kind.key(value) : item;
      if (pk !== item.pk || sk !== item.sk) throw new MalformedItem(kind.name, item, 'Its fields make another key');
      return value;
    },
  };
}

/** The partition of a list: the name of its index in capitals comes first, by which rights are bound. */
export function listPartition(index: string, list: string): string {
  return `${index.toUpperCase()}#${list}`;
}
