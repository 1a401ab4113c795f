import { keepFormatters } from './formatters.ts';
import { offsetAt } from './zoned-time.ts';

const formatBy = keepFormatters<Intl.DateTimeFormat>();

/**
 * Writes an instant as a zone's clocks show it: `5 March 2026 at 14:02 UTC`. Intl only words it, by the locale; what it knows of
 * zones may be older than the table.
 */
export function formatInstant(instant: Date, zone: string, locale: string): string {
  const offset = offsetAt(zone, instant.getTime());
  const format = formatBy(locale, () => createFormat(locale));
  const text = format.format(instant.getTime() + offset * 60_000);
  return `${inSentence(text, locale)} ${distance(offset)}`;
}

/** Adds the grammar that Intl lacks: in German a clock shows `14:02 Uhr`, and in Spanish one o'clock is singular. */
function inSentence(text: string, locale: string): string {
  const [language] = locale.split('-');
  if (language === 'de') return `${text}\u00a0Uhr`;
  return language === 'es' ? text.replace(' a las 1:', ' a la 1:') : text;
}

function createFormat(locale: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
}

/** How far a clock is from UTC, as a reader knows it: `UTC−5`, `UTC+5:30`. */
function distance(offset: number): string {
  if (offset === 0) return 'UTC';
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `UTC${offset < 0 ? '−' : '+'}${hours}${minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`}`;
}
