import * as z from 'zod';
import { entity } from '../data/entity.ts';
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
export const storedEntries = entity({
  name: 'index-entry',
  table: 'index',
  schema: storedEntry,
  // A space sorts before whatever else may stand there, so that `Ann` comes before `Anna` and `Ann Lee`.
  key: ({ index, list, place, recordId }: Omit<StoredEntry, 'shared'>) => ({
    pk: listPartition(index, list),
    sk: `${place} #${recordId}`,
  }),
});

/** All that was entered for a record, by which it is found again to be taken out. */
export const enteredRecords = entity({
  name: 'indexed-record',
  table: 'index',
  schema: schema(() => z.object({ index: z.string(), recordId: id(), entries: z.array(entry()) })),
  key: ({ index, recordId }: { readonly index: string; readonly recordId: string }) => ({
    pk: listPartition(index, `RECORD#${recordId}`),
    sk: 'ENTERED',
  }),
});

/** The partition of a list: the name of its index in capitals comes first, by which rights are bound. */
export function listPartition(index: string, list: string): string {
  return `${index.toUpperCase()}#${list}`;
}
