import { patientNumberIn, searchedPartIn } from './number.ts';

/** A telephone number among other words, as people write it: digits, and what stands before and between them. */
const telephone = /(?<=^|[\s+])[(+]*\d[\d\s().\-/+\u2010-\u2013]*(?=[\s+]|$)/gu;
/** The number of a patient with blanks or dashes of any kind behind its prefix. */
const spacedNumber = /(?<=^|[\s+])PAT[\s+\p{Pd}\u2212]+([0-9A-Z]{7}[0-9A-Z*~$=])(?=[\s+]|$)/giu;
/** The zero in brackets that is dialled at home alone: behind the code of a country no number is stored with it. */
const homeZero = /(?<=\d.*)\(0\)/;
/** So few digits begin a word like any other. */
const fewestDigits = 4;
/** What stands before them is the code of a country or the zero that is dialled at home, with which numbers are stored or not. */
const mostDigits = 9;

/**
 * The words by which the index is asked for a text: a telephone number in one piece, by its last nine digits and without zeros
 * before them, and the number of a patient by its random part.
 */
export function searchedTextOf(text: string): string {
  return text
    .normalize('NFKC')
    .replace(spacedNumber, (typed, number) => (searchedPartIn(number) && patientNumberIn(`PAT-${number}`)) ?? typed)
    .replace(telephone, lastDigitsOf)
    .replace(/[^\s+]+/gu, (word) => searchedPartIn(word) ?? word);
}

function lastDigitsOf(telephone: string): string {
  const digits = telephone.replace(homeZero, '').replace(/\D/g, '');
  return digits.length < fewestDigits ? telephone : digits.slice(-mostDigits).replace(/^0+(?=\d{7})/, '');
}
