import type { Language, Translations } from '../languages.ts';

/** Matches what a mail client turns into a link: `https:`, `www.`, `a.name@host`, `host.tld/path`. */
const linkLike = /[/@:\\]|[\p{L}\p{N}]\.[\p{L}\p{N}]{2,}/u;

/** What is said to somebody by name, and to somebody without. */
const greetings: Translations<{ readonly named: (name: string) => string; readonly plain: string }> = {
  en: { named: (name) => `Hello ${name},`, plain: 'Hello,' },
  de: { named: (name) => `Guten Tag ${name},`, plain: 'Guten Tag,' },
  es: { named: (name) => `Hola, ${name}:`, plain: 'Hola:' },
};

/** Writes the first line of a mail. */
export function greet(name: string, language: Language): string {
  const told = nameToTell(name);
  const { named, plain } = greetings[language];
  return told === undefined ? plain : named(told);
}

/**
 * A name as a mail may tell it. One that reads like a link is left out: whoever registers with somebody else's address chooses the
 * name, and could have us send that person the link.
 */
export function nameToTell(name: string): string | undefined {
  const told = name.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069\s]+/gu, ' ').trim();
  return told === '' || linkLike.test(told) ? undefined : told;
}
