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
  return `${format.format(instant.getTime() + offset * 60_000)} ${distance(offset)}`;
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
