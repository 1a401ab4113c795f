import { formatInstant } from '../../../../zoned-text.ts';

/** Writes an instant for a person to read, of whom mails know no zone: `5 March 2026 at 14:02 UTC`. */
export function tellTime(time: Date, locale: string): string {
  return formatInstant(time, 'UTC', locale);
}
