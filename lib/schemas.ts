import * as z from 'zod';

/** A UUID as every id of ours is one. */
export const id = z.uuid().meta({ examples: ['019a0000-0000-7000-8000-00000000c001'] });

/** An instant: RFC 3339 in UTC with milliseconds. */
export const instant = z.iso.datetime({ precision: 3 }).meta({ examples: ['2026-03-08T09:30:00.000Z'] });

/** A calendar date, `YYYY-MM-DD`. */
export const calendarDate = z.iso.date().meta({ examples: ['1990-12-10'] });

// Control characters, and halves of surrogate pairs that UTF-8 cannot carry.
const unprintable = /[\p{Cc}\p{Cs}]/u;

/** One line of text as a person types it: trimmed, NFC, no control characters; lengths in UTF-16 units. */
export function line(least: number, most: number) {
  return z
    .string()
    .trim()
    .normalize('NFC')
    .min(least)
    .max(most)
    .refine((text) => !unprintable.test(text), 'Must not hold control characters.');
}

/** An email address in lower case, at most 254 characters (RFC 5321). */
export const email = z
  .string()
  .trim()
  .normalize('NFC')
  .toLowerCase()
  .max(254)
  .pipe(z.email())
  .meta({ format: 'email', examples: ['ada@example.com'] });

/** A password as typed: it is neither trimmed nor normalized. Its rules are checked where it is chosen. */
export const typedPassword = z
  .string()
  .min(1)
  .max(1024)
  .meta({ format: 'password', examples: ['Correct-Horse-9'] });
