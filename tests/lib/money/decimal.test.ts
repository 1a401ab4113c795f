import { describe, expect, it } from '@jest/globals';
import { decimalText, isSpreadsheetNumber, moneyColumns, parseDecimal } from '../../../lib/money/decimal.ts';
import { mostOfPrice } from '../../../lib/money/schema.ts';
import { dollars, many, noAmounts, randomInteger } from './amounts.ts';

const most = Number.MAX_SAFE_INTEGER;

describe('the decimal of an amount', () => {
  it.each([
    [123_450, 'USD', '1234.50'],
    [5, 'USD', '0.05'],
    [-5, 'USD', '-0.05'],
    [0, 'USD', '0.00'],
    [-100, 'USD', '-1.00'],
    [1_234, 'JPY', '1234'],
    [0, 'JPY', '0'],
    [123_450, 'HUF', '1234.50'],
    [1_234_567, 'KWD', '1234.567'],
    [1, 'IQD', '0.001'],
    [1, 'CLF', '0.0001'],
    [most, 'USD', '90071992547409.91'],
    [-most, 'CLF', '-900719925474.0991'],
  ])('of %d %s is %s, and is read back', (amount, currency, text) => {
    expect(decimalText({ amount, currency })).toBe(text);
    expect(parseDecimal(text, currency)).toEqual({ amount, currency });
  });

  it('is read back for any amount of any number of digits', () => {
    for (const amount of many(() => randomInteger()))
      for (const currency of ['JPY', 'USD', 'KWD', 'CLF'])
        expect(parseDecimal(decimalText({ amount, currency }), currency)).toEqual({ amount, currency });
  });

  it.each([
    '12.5',
    '12.500',
    '12',
    '12.',
    '.50',
    '012.50',
    '+12.50',
    '-0.00',
    '1e2',
    '1,234.50',
    ' 12.50',
    '12.50 ',
    '',
  ])('is not read from %j, for nothing is rounded or guessed', (text) => {
    expect(parseDecimal(text, 'USD')).toBeUndefined();
  });

  it.each(['90071992547409.92', '99999999999999999999.99'])('is not read from %s, which is too large', (text) => {
    expect(parseDecimal(text, 'USD')).toBeUndefined();
  });

  it('is not there for what is no currency', () => {
    expect(() => decimalText({ amount: 1, currency: 'XAU' })).toThrow(RangeError);
  });

  it.each(['1', '1.00', 'one'])('is not read in what is no currency from %j', (text) => {
    expect(() => parseDecimal(text, 'XXX')).toThrow(RangeError);
  });

  it.each(noAmounts)('is not there for $amount $currency, and neither are columns', (bad) => {
    for (const work of [decimalText, moneyColumns, isSpreadsheetNumber]) expect(() => work(bad)).toThrow(RangeError);
  });
});

describe('the columns of an amount', () => {
  it('are its decimal and its code', () => {
    expect(moneyColumns({ amount: 1_234_567, currency: 'KWD' })).toEqual(['1234.567', 'KWD']);
  });

  it.each([
    ['the dearest price', mostOfPrice, true],
    ['15 digits', 999_999_999_999_999, true],
    ['15 digits below nothing', -999_999_999_999_999, true],
    ['16 digits', 1_000_000_000_000_000, false],
    ['16 digits below nothing', -1_000_000_000_000_000, false],
  ])('may hold a number in a spreadsheet where it is kept exactly: %s', (_, amount, isNumber) => {
    expect(isSpreadsheetNumber(dollars(amount))).toBe(isNumber);
  });
});
