import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { currency, money, mostOfPrice } from '../../../lib/money/schema.ts';

describe('the schema of money', () => {
  it.each([
    { amount: 0, currency: 'USD' },
    { amount: 1_999, currency: 'JPY' },
    { amount: mostOfPrice, currency: 'CLF' },
  ])('takes $amount $currency as it is', (given) => {
    expect(money().parse(given)).toEqual(given);
  });

  it('takes minus nothing as nothing', () => {
    const { amount } = money().parse(JSON.parse('{ "amount": -0, "currency": "USD" }'));

    expect(Object.is(amount, 0)).toBe(true);
  });

  it.each([
    ['less than nothing', { amount: -1, currency: 'USD' }, 'amount'],
    ['more than a price', { amount: mostOfPrice + 1, currency: 'USD' }, 'amount'],
    ['a part of a minor unit', { amount: 0.5, currency: 'USD' }, 'amount'],
    ['digits in a text', { amount: '1999', currency: 'USD' }, 'amount'],
    ['no number', { amount: Number.NaN, currency: 'USD' }, 'amount'],
    ['small letters', { amount: 1, currency: 'usd' }, 'currency'],
    ['gold', { amount: 1, currency: 'XAU' }, 'currency'],
    ['a currency that was withdrawn', { amount: 1, currency: 'BGN' }, 'currency'],
    ['no currency', { amount: 1 }, 'currency'],
    ['a field that it does not name', { amount: 1, currency: 'USD', digits: 2 }, undefined],
  ])('refuses %s, once', (_, given, field) => {
    const { error } = money().safeParse(given);

    expect(error?.issues.map(({ path }) => path[0])).toEqual([field]);
  });

  it('names what is no currency by a code of its own', () => {
    const { error } = currency().safeParse('XXX');

    expect(error?.issues).toMatchObject([{ message: 'Is not a currency.', params: { code: 'currency' } }]);
  });

  it('is a model of the document, with bounds, descriptions and examples that it takes', () => {
    expect(z.toJSONSchema(money()).$defs).toMatchObject({
      Money: {
        required: ['amount', 'currency'],
        additionalProperties: false,
        properties: {
          amount: { type: 'integer', minimum: 0, maximum: mostOfPrice, examples: [1_999] },
          currency: { type: 'string', minLength: 3, maxLength: 3, examples: ['USD'] },
        },
      },
    });
  });

  it('bounds a price so that thousands of the dearest are an exact integer, and a number in a spreadsheet', () => {
    expect(Number.isSafeInteger(mostOfPrice * 9_007)).toBe(true);
    expect(String(mostOfPrice)).toHaveLength(12);
  });
});
