import * as z from 'zod';
import { entity, type Stored } from '../../../data/entity.ts';
import type { Page, PageRequest, Position } from '../../../data/page.ts';
import { insert, remove, upsert, type Write } from '../../../data/write.ts';
import { Conflict } from '../../../errors.ts';
import { fold, foldedWords } from '../../../folded-words.ts';
import type { Platform } from '../../../platform/platform.ts';
import { id, type Output, schema } from '../../../schemas.ts';
import type { User } from './schema.ts';

/** The most words of a name by which a person is found, since each costs a write whenever the person is entered. */
const mostWords = 16;

/** A person's entry in one of the directory's lists; roles and status, which change, are read from the person. */
const directoryEntry = schema(() =>
  z.object({
    /** `CREATED`, `NAME`, `EMAIL`, or `WORD#` and the first letter of a word. */
    list: z.string(),
    /** What the list is sorted by: an instant, a folded name, an address, a folded word. */
    place: z.string(),
    userId: id(),
    /** All words of the person, so that a search for several is decided here; only entries of words have them. */
    words: z.array(z.string()).optional(),
  }),
);
export type DirectoryEntry = Output<typeof directoryEntry>;

const entries = entity({
  name: 'directory-entry',
  table: 'identity',
  schema: directoryEntry,
  // A space sorts before whatever else may stand there, so that `Ann` comes before `Anna` and `Ann Lee`.
  key: ({ list, place, userId }: Pick<DirectoryEntry, 'list' | 'place' | 'userId'>) => ({
    pk: `PEOPLE#${list}`,
    sk: `${place} #${userId}`,
  }),
});

/** The fields of a person that the directory holds. */
type Listed = Pick<User, 'id' | 'name' | 'email' | 'createdAt'>;

/** The entries to read: those of words with a common beginning, or one of the sorted lists. */
export type DirectorySelection =
  | { readonly word: string }
  | { readonly list: 'CREATED' | 'NAME' | 'EMAIL'; readonly descending: boolean };

/** The lists by which people are found and sorted. */
export function createDirectoryRepository({ read }: Pick<Platform, 'read'>) {
  return {
    /** Reads entries by one query, which may lag the latest writes by a second. */
    query(selection: DirectorySelection, request: PageRequest): Promise<Page<Stored<DirectoryEntry>>> {
      const list = 'word' in selection ? listOfWord(selection.word) : selection.list;
      const order = 'word' in selection ? { range: { prefix: selection.word } } : { descending: selection.descending };
      return read.query(entries, { partition: `PEOPLE#${list}`, ...order, ...request });
    },
  };
}

/** The position after an entry, from which a list goes on. */
export function positionOf(entry: DirectoryEntry): Position {
  return { ...entries.key(entry) };
}

/** Enters a new person in every list. */
export function enter(person: Listed): Write[] {
  const conflict = () => new Conflict('DUPLICATE_ID', 'There is a person with this id already.');
  return entriesOf(person).map((entry) => insert(entries, entry, { conflict }));
}

/**
 * Moves a person's entries to where they belong after a change. The writes are unconditional, so that the change itself must be
 * conditional.
 */
export function reenter(before: Listed, after: Listed): Write[] {
  const [old, current] = [entriesOf(before), entriesOf(after)];
  const [oldTexts, currentKeys] = [new Set(old.map(textOf)), new Set(current.map(keyOf))];
  const conflict = () => new Conflict('DUPLICATE_ENTRY', 'The person is entered there already.');
  return [
    ...old.filter((entry) => !currentKeys.has(keyOf(entry))).map((entry) => remove(entries, entry)),
    ...current
      .filter((entry) => !oldTexts.has(textOf(entry)))
      .map((entry) => upsert(entries, entry, { set: entry, conflict })),
  ];
}

function entriesOf({ id: userId, name, email, createdAt }: Listed): DirectoryEntry[] {
  const words = wordsOf({ name, email });
  return [
    { list: 'CREATED', place: createdAt, userId },
    { list: 'NAME', place: fold(name), userId },
    { list: 'EMAIL', place: fold(email), userId },
    ...words.map((word) => ({ list: listOfWord(word), place: word, userId, words })),
  ];
}

function wordsOf({ name, email }: Pick<User, 'name' | 'email'>): string[] {
  return [...new Set([...foldedWords(name), fold(email), ...foldedWords(email)])].slice(0, mostWords);
}

/** The list of a word, one for each first letter. */
function listOfWord(word: string): string {
  const [first = ''] = word;
  return `WORD#${first}`;
}

function keyOf(entry: DirectoryEntry): string {
  return JSON.stringify(entries.key(entry));
}

function textOf(entry: DirectoryEntry): string {
  return JSON.stringify([keyOf(entry), entry.words]);
}
