import { patientNumberIn, searchedPartIn, searchedPartOf } from './number.ts';

/**
 * A telephone number among other words, as people write it: digits of any script, and what stands before and between them. What
 * a letter, a dash or the like joins to other text is a part of a word or of an address.
 */
const telephone =
  /(?<![\p{L}\p{N}@._\p{Pd}])[(+]*\p{Nd}[\s\p{Nd}().\-/+\u2010-\u2013\u2212]*(?![\p{L}\p{N}@._\p{Pd}])/gu;
/** The number of a patient with blanks or dashes of any kind behind its prefix. */
const spacedNumber = /(?<![\p{L}\p{N}])PAT[\s+\p{Pd}\u2212]+([0-9A-Z]{7}[0-9A-Z*~$=])(?![\p{L}\p{N}])/giu;
/** A word without the punctuation around it, but for what may be the check character of a number. */
const bareWord = /[\p{L}\p{N}](?:.*[\p{L}\p{N}])?[*~$=]?/u;
/** The code of a country before a zero that is dialled at home alone: some numbers are stored with that zero, most are not. */
const toHomeZero = /^.*\p{Nd}.*\(0\)/su;
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
    .replace(/[^\s+]+/gu, (word) => searchedPartAmid(word) ?? word);
}

/** The random part of the number of a patient that a word is, with or without punctuation around it. */
function searchedPartAmid(word: string): string | undefined {
  const bare = bareWord.exec(word)?.[0] ?? word;
  // Digits alone stand among the numbers with their check character, and may as well be those of a telephone.
  if (/^\d+$/.test(bare)) return undefined;
  // What may be a check character is none where one stands before it already.
  const whole = patientNumberIn(bare.replace(/[*~$=]$/, ''));
  return searchedPartIn(bare) ?? (whole && searchedPartOf(whole));
}

function lastDigitsOf(telephone: string): string {
  const digits = telephone
    .replace(toHomeZero, '')
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
