import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { formatInstant } from '../../lib/zoned-text.ts';

/** Each kind of space as one: which one stands before AM depends on the version of CLDR. */
const format = (instant: string, zone: string, locale: string) =>
  formatInstant(new Date(instant), zone, locale).replace(/\s/g, ' ');

afterEach(() => {
  jest.restoreAllMocks();
});

describe('an instant that a person reads', () => {
  it.each([
    ['2026-03-05T14:02:00Z', 'UTC', 'en-GB', '5 March 2026 at 14:02 UTC'],
    ['2026-12-01T14:00:00Z', 'America/Winnipeg', 'en-US', 'December 1, 2026 at 9:00 AM UTC−5'],
    ['2026-12-01T03:00:00Z', 'Asia/Kolkata', 'de', '1. Dezember 2026 um 08:30 Uhr UTC+5:30'],
    ['2026-01-05T14:02:00Z', 'UTC', 'de-AT', '5. Jänner 2026 um 14:02 Uhr UTC'],
    ['2026-03-05T14:02:00Z', 'UTC', 'es', '5 de marzo de 2026 a las 14:02 UTC'],
    ['2026-03-05T01:02:00Z', 'UTC', 'es', '5 de marzo de 2026 a la 1:02 UTC'],
    ['2026-03-05T11:02:00Z', 'UTC', 'es', '5 de marzo de 2026 a las 11:02 UTC'],
    ['2026-03-05T13:02:00Z', 'UTC', 'es-MX', '5 de marzo de 2026 a la 1:02 p.m. UTC'],
    ['2026-12-01T03:00:00Z', 'America/St_Johns', 'fr', '30 novembre 2026 à 23:30 UTC−3:30'],
  ])('%s in %s is worded by the locale %s, by the hours of the table', (instant, zone, locale, text) => {
    expect(format(instant, zone, locale)).toBe(text);
  });

  it('is worded by a hundred formatters at most, of which the oldest goes first', () => {
    const locales = Array.from({ length: 100 }, (_, at) => `en-x-a${at}`);
    const made = jest.spyOn(Intl, 'DateTimeFormat');

    for (const locale of [...locales, ...locales]) format('2026-03-05T14:02:00Z', 'UTC', locale);
    const filled = made.mock.calls.length;
    for (const locale of ['en-x-another', 'en-x-a0', 'en-x-a99']) format('2026-03-05T14:02:00Z', 'UTC', locale);

    expect([filled, made.mock.calls.length]).toEqual([100, 102]);
  });
});
