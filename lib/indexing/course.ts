import type { Range } from '../data/database.ts';
import { searchWords } from '../folded-words.ts';
import type { Index } from './definition.ts';
import { type Entry, listPartition } from './entry.ts';
import { beginningOfText, isFoundBy } from './words.ts';

/**
 * What is looked for in an index: the words of a text, in a scope where the index has any, or what stands in a list, or in a
 * range of its sort keys.
 */
export type Selection =
  | { readonly text: string; readonly scope?: string | undefined }
  | { readonly list: string; readonly descending: boolean; readonly range?: Range };

/** The entries to read for a selection, and which records are found by them. */
export interface Course<R> {
  readonly partition: string;
  readonly descending?: boolean;
  readonly range?: Range;
  /** Whether records have to be read to know whether they are found. */
  readonly sifts: boolean;
  /** The most entries that a page reads when it sifts them. */
  readonly mostEntries: number;
  /** The fewest entries that a page reads. */
  readonly fewestEntries: number;
  /** Whether a record is found by this entry, and not by an earlier one. */
  counts(entry: Pick<Entry, 'shared'>): boolean;
  /** Whether a record that has a counting entry is found. */
  isFound(record: R): boolean;
}

/** Each sifted entry of a list is of another record, of which a batch read has a hundred; records have several words. */
const mostInLists = 100;
const mostOfWords = 200;

/** The course of a search. */
export function courseOf<R>(index: Index<R>, selection: Selection): Course<R> {
  if (!('text' in selection)) return courseOfList(index.name, selection);
  const { text } = selection;
  const { list, letters } = beginningOfText(selection, index);
  return {
    partition: listPartition(index.name, list),
    range: { prefix: letters },
    sifts: searchWords(text).length > 1,
    mostEntries: mostOfWords,
    fewestEntries: mostOfWords,
    counts: ({ shared }) => shared < letters.length,
    isFound: (record) => isFoundBy(text, index.searchable(record)),
  };
}

function courseOfList(index: string, { list, ...order }: Extract<Selection, { list: string }>): Course<unknown> {
  return {
    ...order,
    partition: listPartition(index, list),
    sifts: false,
    mostEntries: mostInLists,
    fewestEntries: 1,
    counts: () => true,
    isFound: () => true,
  };
}
