import { randomInt } from 'node:crypto';

/** The digits of Douglas Crockford's base 32, and what only its check character may be beside them. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const checkCharacters = `${digits}*~$=U`;
const randomDigits = 7;
const prefix = 'PAT-';
/** The prefix with a dash of any kind. */
const typedPrefix = /^PAT[\p{Pd}\u2212]/u;

/**
 * Makes a number by which people know a patient: seven random digits, which do not tell how many patients there are, and a
 * check character, by which a slip of the pen is no other patient.
 */
export function newPatientNumber(): string {
  return patientNumberOf(Array.from({ length: randomDigits }, () => digits[randomInt(digits.length)]).join(''));
}

/** The number whose random part is given, seven digits of base 32. */
export function patientNumberOf(random: string): string {
  return `${prefix}${random}${checkCharacterOf(random)}`;
}

/** The number that a text means, in the spelling in which it is kept; undefined where it is none, or has a slip in it. */
export function patientNumberIn(text: string): string | undefined {
  const [, typed = '', check = ''] = /^PAT-?([0-9A-Z]{7})([0-9A-Z*~$=])$/.exec(text.trim().toUpperCase()) ?? [];
  const [digitsOfIt, given] = [plainDigits(typed), plainDigits(check)];
  return areDigits(digitsOfIt) && checkCharacterOf(digitsOfIt) === given ? `${prefix}${digitsOfIt}${given}` : undefined;
}

/**
 * The random part of the number that a word means, or how that begins after the prefix and a dash; undefined where it means none.
 * Without a digit or without the prefix, letters that look like digits make it a word of a name or an address; one without such
 * letters finds itself by its first letters.
 */
export function searchedPartIn(word: string): string | undefined {
  const typed = word.toUpperCase().replace(typedPrefix, prefix);
  if (!/\d/.test(typed) && /[ILO]/.test(typed)) return undefined;
  const whole = patientNumberIn(typed) ?? (/[ILO]/.test(typed) ? undefined : patientNumberIn(`${prefix}${typed}`));
  if (whole) return searchedPartOf(whole);
  const [, begun = ''] = /^PAT-([0-9A-Z]{1,7})$/.exec(typed) ?? [];
  const digitsOfIt = plainDigits(begun);
  return begun !== '' && areDigits(digitsOfIt) ? digitsOfIt : undefined;
}

/** The random part of a number, by which it is searched for. */
export function searchedPartOf(number: string): string {
  return number.slice(prefix.length, prefix.length + randomDigits);
}

/** Takes what looks like a digit for it. */
function plainDigits(typed: string): string {
  return typed.replace(/[IL]/g, '1').replaceAll('O', '0');
}

function areDigits(text: string): boolean {
  return [...text].every((character) => digits.includes(character));
}

function checkCharacterOf(number: string): string {
  const value = [...number].reduce((sum, digit) => sum * digits.length + digits.indexOf(digit), 0);
  return checkCharacters[value % checkCharacters.length] ?? '';
}
