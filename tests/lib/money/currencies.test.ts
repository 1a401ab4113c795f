import { describe, expect, it } from '@jest/globals';
import { digitsOf, isCurrency } from '../../../lib/money/currencies.ts';

/** The digits that Intl gives a currency by itself, which are CLDR's. */
const digitsByIntl = (currency: string) =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const currencies = letters
  .flatMap((first) => letters.flatMap((second) => letters.map((third) => first + second + third)))
  .filter(isCurrency);

describe('the table of currencies', () => {
  it('has the 165 codes of ISO 4217 that have a minor unit', () => {
    expect(currencies).toHaveLength(165);
  });

  it.each([
    [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
    [3, 'BHD IQD JOD KWD LYD OMR TND'],
    [4, 'CLF UYW'],
  ])('has %d digits for these alone: %s', (digits, codes) => {
    expect(currencies.filter((code) => digitsOf(code) === digits).join(' ')).toBe(codes);
  });

  it('has two digits for all others', () => {
    expect(currencies.filter((code) => digitsOf(code) === 2)).toHaveLength(139);
  });

  it('says otherwise than Intl for sixteen, so that Intl cannot stand in for it', () => {
    const different = currencies.filter((code) => digitsOf(code) !== digitsByIntl(code));

    expect(different.map((code) => `${code} ${digitsOf(code)}`)).toEqual([
      ...['AFN 2', 'ALL 2', 'COP 2', 'HUF 2', 'IDR 2', 'IQD 3', 'IRR 2', 'KPW 2'],
      ...['LAK 2', 'LBP 2', 'MGA 2', 'MMK 2', 'PKR 2', 'SOS 2', 'SYP 2', 'YER 2'],
    ]);
    expect(new Set(different.map(digitsByIntl))).toEqual(new Set([0]));
  });

  it.each(['XCG', 'XAD', 'ZWG', 'SLE', 'VED'])('has %s, which came with a late amendment', (code) => {
    expect(digitsOf(code)).toBe(2);
  });

  it.each(['ANG', 'BGN', 'CUC', 'HRK', 'ZWL', 'SLL', 'DEM'])('no longer has %s, which was withdrawn', (code) => {
    expect(isCurrency(code)).toBe(false);
  });

  it.each(['XAU', 'XAG', 'XPD', 'XPT', 'XBA', 'XBB', 'XBC', 'XBD', 'XDR', 'XSU', 'XUA', 'XTS', 'XXX'])(
    'has no digits for %s, which has no minor unit',
    (code) => {
      expect(isCurrency(code)).toBe(false);
      expect(() => digitsOf(code)).toThrow(RangeError);
    },
  );

  it.each(['usd', 'US', 'USDT', '', ' USD', '__proto__', 'constructor'])('does not know %j', (code) => {
    expect(isCurrency(code)).toBe(false);
  });
});
