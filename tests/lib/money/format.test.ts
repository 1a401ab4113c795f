import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { formatMoney } from '../../../lib/money/format.ts';
import { dollars, noAmounts } from './amounts.ts';
import { moneyTexts } from './money-texts.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

describe('an amount as it is written', () => {
  it('is tried in 29 currencies', () => {
    expect(new Set(moneyTexts.map(([currency]) => currency)).size).toBe(29);
  });

  it.each(moneyTexts)(
    'of %s %d is %j in en-US, %j in de-DE, %j in es-ES and %j in hi-IN',
    (currency, amount, ...texts) => {
      const written = ['en-US', 'de-DE', 'es-ES', 'hi-IN'].map((locale) => formatMoney({ amount, currency }, locale));

      expect(written).toEqual(texts);
    },
  );

  it.each([
    ['digits of their own and marks of direction', 'EGP', 123_450, 'ar-EG', '\u200f١٬٢٣٤٫٥٠\u00a0ج.م.\u200f'],
    ['a mark before the minus', 'USD', -123_450, 'ar-EG', '\u061c-\u200f١٬٢٣٤٫٥٠\u00a0US$'],
    ['three digits where CLDR has none', 'IQD', 1_234_567, 'ar-EG', '\u200f١٬٢٣٤٫٥٦٧\u00a0د.ع.\u200f'],
    ['narrow spaces', 'EUR', 123_456_789, 'fr-FR', '1\u202f234\u202f567,89\u00a0€'],
    ['the sign first', 'EUR', 123_450, 'de-AT', '€\u00a01.234,50'],
    ['a minus that is no hyphen', 'EUR', -123_450, 'sv-SE', '\u22121\u00a0234,50\u00a0€'],
    ['a wide sign', 'JPY', 1_234_567, 'ja-JP', '\uffe51,234,567'],
  ])('has %s: %s %d in %s', (_, currency, amount, locale, text) => {
    expect(formatMoney({ amount, currency }, locale)).toBe(text);
  });

  it.each([
    [Number.MAX_SAFE_INTEGER, 'USD', '$90,071,992,547,409.91'],
    [-Number.MAX_SAFE_INTEGER, 'USD', '-$90,071,992,547,409.91'],
    [Number.MAX_SAFE_INTEGER, 'JPY', '¥9,007,199,254,740,991'],
    [Number.MAX_SAFE_INTEGER - 1, 'CLF', 'CLF\u00a0900,719,925,474.0990'],
  ])('keeps every digit of %d %s', (amount, currency, text) => {
    expect(formatMoney({ amount, currency }, 'en-US')).toBe(text);
  });

  it('is not there for what has no minor unit', () => {
    expect(() => formatMoney({ amount: 1, currency: 'XAU' }, 'en-US')).toThrow(RangeError);
  });

  it.each(noAmounts)('is not there for $amount $currency', (bad) => {
    expect(() => formatMoney(bad, 'en-US')).toThrow(RangeError);
  });

  it('is not written by what is no locale', () => {
    expect(() => formatMoney(dollars(1), 'no locale')).toThrow(RangeError);
  });
});

describe('the formatters', () => {
  it('are made once for a locale and a currency, and told how many digits to show', () => {
    const made = jest.spyOn(Intl, 'NumberFormat');

    const texts = [1, 2, 3].map((amount) => formatMoney(dollars(amount), 'en-AU'));

    expect(texts).toEqual(['USD\u00a00.01', 'USD\u00a00.02', 'USD\u00a00.03']);
    expect(made).toHaveBeenCalledTimes(1);
    expect(made.mock.calls[0]?.[1]).toMatchObject({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
  });

  it('are a hundred at most, of which the oldest goes first', () => {
    const locales = Array.from({ length: 100 }, (_, at) => `en-x-a${at}`);
    const made = jest.spyOn(Intl, 'NumberFormat');

    for (const locale of locales) formatMoney(dollars(1), locale);
    for (const locale of locales) formatMoney(dollars(1), locale);
    const filled = made.mock.calls.length;
    formatMoney(dollars(1), 'en-x-another');
    formatMoney(dollars(1), 'en-x-a0');
    formatMoney(dollars(1), 'en-x-a99');

    expect([filled, made.mock.calls.length]).toEqual([100, 102]);
  });
});
