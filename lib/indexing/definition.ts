import type { Key } from '../data/database.ts';
import type { Reference } from '../data/read.ts';
import type { Table } from '../data/table.ts';
import type { Entry } from './entry.ts';
import { type Scope, type Searchable, wordEntries } from './words.ts';

/** An index: by which words and lists records of a table are found. */
export interface Index<R> {
  /** In kebab case; a part of keys and rights. */
  readonly name: string;
  /** The table of the records. */
  readonly table: Table;
  /** Whether records stay as they are once they are stored, so that their entries do as well. */
  readonly appendOnly: boolean;
  /** Refers to the record with an id. */
  at(recordId: string): Reference<R>;
  /** The id of the record at a key of the table; undefined where no record of the index lies there. */
  idAt(key: Key): string | undefined;
  /** Whether its records have numbers that are found by their last digits. */
  readonly byNumbers: boolean;
  /** What a text is searched for in. */
  searchable(record: R): Searchable;
  /** Where a record stands. */
  entriesOf(record: R): readonly Entry[];
  /** Whether an item of the table is left from an earlier release, and to be removed. */
  isObsolete(key: Key): boolean;
}

interface IndexFields<R>
  extends Pick<Index<R>, 'name' | 'table' | 'at' | 'idAt'>,
    Partial<Pick<Index<R>, 'isObsolete'>> {
  readonly appendOnly?: boolean;
  readonly words?: (record: R) => readonly string[];
  readonly numbers?: (record: R) => readonly string[];
  /** The scopes in which a record is found by its words and numbers; one, without a name, unless said. */
  readonly scopes?: (record: R) => readonly string[];
  /** The sorted lists in which a record stands: for a sparse one only where it has the value. */
  readonly lists?: (record: R) => readonly Pick<Entry, 'list' | 'place'>[];
}

/** The scope of an index that names none. */
const onlyScope: readonly Scope[] = [undefined];

/** Declares an index; what is not said, its records do not have. */
export function defineIndex<R>({ words, numbers, scopes, lists, ...fields }: IndexFields<R>): Index<R> {
  const byNumbers = numbers !== undefined;
  const searchable = (record: R) => ({ words: words?.(record) ?? [], numbers: numbers?.(record) ?? [] });
  return {
    appendOnly: false,
    isObsolete: () => false,
    ...fields,
    byNumbers,
    searchable,
    entriesOf: (record) => [
      ...(lists?.(record) ?? []).map((entry) => ({ ...entry, shared: 0 })),
      ...wordEntries(searchable(record), scopes?.(record) ?? onlyScope, { byNumbers }),
    ],
  };
}

/** The place of an entry as a text, by which the entries of a record are told apart. */
export function placeOf({ list, place }: Pick<Entry, 'list' | 'place'>): string {
  return JSON.stringify([list, place]);
}
