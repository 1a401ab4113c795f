import { patientNumberIn, searchedPartIn } from './number.ts';

/** A telephone number among other words, as people write it: digits of any script, and what stands before and between them. */
const telephone = /(?<=^|[\s+])[(+]*\p{Nd}[\s\p{Nd}().\-/+\u2010-\u2013]*(?=[\s+]|$)/gu;
/** The number of a patient with blanks or dashes of any kind behind its prefix. */
const spacedNumber = /(?<![\p{L}\p{N}])PAT[\s+\p{Pd}\u2212]+([0-9A-Z]{7}[0-9A-Z*~$=])(?![\p{L}\p{N}])/giu;
/** A word without the punctuation around it, but for what may be the check character of a number. */
const bareWord = /[\p{L}\p{N}](?:.*[\p{L}\p{N}])?[*~$=]?/u;
/** The zero in brackets that is dialled at home alone: behind the code of a country no number is stored with it. */
const homeZero = /(?<=\p{Nd}.*)\(0\)/u;
/** So few digits begin a word like any other. */
const fewestDigits = 4;
/** What stands before them is the code of a country or the zero that is dialled at home, with which numbers are stored or not. */
const mostDigits = 9;

/**
 * The words by which the index is asked for a text: a telephone number in one piece, by its last nine digits and without zeros
 * before them, and the number of a patient by its random part, whatever punctuation stands around it.
 */
export function searchedTextOf(text: string): string {
  return text
    .normalize('NFKC')
    .replace(spacedNumber, (typed, number) => (searchedPartIn(number) && patientNumberIn(`PAT-${number}`)) ?? typed)
    .replace(telephone, lastDigitsOf)
    .replace(/[^\s+]+/gu, (word) => searchedPartIn(bareWord.exec(word)?.[0] ?? word) ?? word);
}

function lastDigitsOf(telephone: string): string {
  const digits = telephone
    .replace(homeZero, '')
    .replace(/\P{Nd}/gu, '')
    .replace(/\p{Nd}/gu, plainDigit);
  return digits.length < fewestDigits ? telephone : digits.slice(-mostDigits).replace(/^0+(?=\d{7})/, '');
}

/** What a digit of any script means: Unicode has each script's ten side by side, from its zero on. */
function plainDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String((code - zero) % 10);
}
