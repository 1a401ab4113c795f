import { isAmong, longestOf, searchWords } from '../folded-words.ts';
import type { Entry } from './entry.ts';

/** What a text is searched for in: folded words, and numbers of which the last digits are known. */
export interface Searchable {
  readonly words: readonly string[];
  /** Digits of a telephone number and the like. */
  readonly numbers: readonly string[];
}

/** A part of the records that is searched by itself, such as those of one clinic; undefined for all, where no others are. */
export type Scope = string | undefined;

/** The beginning of the entries of words to be read. */
interface Beginning {
  readonly list: string;
  readonly letters: string;
}

/** The most words by which a record is found, and beginnings of them in digits, since each costs a write. */
const mostWords = 16;
/** The fewest digits by which a number is found from its end, and the most by which a word is found among numbers. */
const fewestDigits = 4;
const mostDigits = 9;

/**
 * The entries by which a record is found in its scopes: in each one for each of its first words, one for each number, and where
 * records have numbers one for each beginning of a word in digits, since one query has to find both.
 */
export function wordEntries(
  { words, numbers }: Searchable,
  scopes: readonly Scope[],
  { byNumbers }: { readonly byNumbers: boolean },
): Entry[] {
  const found = words.flatMap((word) => [beginningOf(word), ...(byNumbers ? beginningsIn(word).map(endOf) : [])]);
  const ends = numbers.filter((digits) => digits.length >= fewestDigits).map(endOf);
  const entries = inOrder([...distinct(found).slice(0, mostWords), ...ends]);
  return scopes.flatMap((scope) => entries.map((entry) => ({ ...entry, list: inScope(scope, entry.list) })));
}

/** How a word begins in digits: each of four, up to nine, stands among the numbers as one that ends with it. */
function beginningsIn(word: string): string[] {
  const [digits = ''] = /^\d*/.exec(word.slice(0, mostDigits)) ?? [];
  const lengths = Array.from({ length: Math.max(0, digits.length - fewestDigits + 1) }, (_, at) => at + fewestDigits);
  return lengths.map((length) => digits.slice(0, length));
}

/** The entries to read for a word: those of words that begin with it. */
function beginningOf(word: string): Beginning {
  return { list: listOfWord(word), letters: word };
}

/** The entries to read for the last digits of a number, four at least. */
function endOf(digits: string): Beginning {
  const letters = reversed(digits);
  return { list: listOfDigits(letters), letters };
}

/**
 * The entries to read for a text: those of its longest word, which likely the fewest records have; where it is of digits and
 * the records have numbers, those of the numbers that end with it.
 */
export function beginningOfText(
  { text, scope }: { readonly text: string; readonly scope?: Scope },
  { byNumbers }: { readonly byNumbers: boolean },
): Beginning {
  const queried = longestOf(searchWords(text));
  const { list, letters } = byNumbers && isDigits(queried) ? endOf(queried) : beginningOf(queried);
  return { list: inScope(scope, list), letters };
}

/** Whether each word of a text begins a word of a record, or ends a number of it. */
export function isFoundBy(text: string, { words, numbers }: Searchable): boolean {
  const ends = (wanted: string) => isDigits(wanted) && numbers.some((digits) => digits.endsWith(wanted));
  return searchWords(text).every((wanted) => isAmong(words, wanted) || ends(wanted));
}

function isDigits(word: string): boolean {
  return word.length >= fewestDigits && /^\d+$/.test(word);
}

/** Entries, each with the letters that it shares with an earlier one of its list: these are most with the one just before. */
function inOrder(beginnings: readonly Beginning[]): Entry[] {
  const sorted = distinct(beginnings).toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  return sorted.map(({ list, letters }, at) => {
    const before = sorted[at - 1];
    return { list, place: letters, shared: before?.list === list ? lettersShared(letters, before.letters) : 0 };
  });
}

function distinct(beginnings: readonly Beginning[]): Beginning[] {
  return [...new Map(beginnings.map((beginning) => [keyOf(beginning), beginning])).values()];
}

function keyOf({ list, letters }: Beginning): string {
  return `${list} ${letters}`;
}

function lettersShared(text: string, other: string): number {
  let shared = 0;
  while (shared < text.length && text[shared] === other[shared]) shared++;
  return shared;
}

/** The words of a scope stand apart, so that a search of it looks at no others. */
function inScope(scope: Scope, list: string): string {
  return scope === undefined ? list : `${scope}#${list}`;
}

/** The list of a word, one for each first letter. */
function listOfWord(word: string): string {
  const [first = ''] = word;
  return `WORD#${first}`;
}

/** The list of a number, one for each two last digits. */
function listOfDigits(backwards: string): string {
  return `NUMBER#${backwards.slice(0, 2)}`;
}

function reversed(digits: string): string {
  return [...digits].reverse().join('');
}
