import { describe, expect, it } from '@jest/globals';
import { add, compare, multiply, subtract, sum } from '../../../lib/money/arithmetic.ts';
import type { Money } from '../../../lib/money/schema.ts';
import { dollars, many, noAmounts, randomInteger } from './amounts.ts';

const most = Number.MAX_SAFE_INTEGER;
const yen: Money = { amount: 1, currency: 'JPY' };

/** The result in BigInt, or the code of the refusal where it is beyond the safe integers. */
const exactly = (amount: bigint) =>
  -BigInt(most) <= amount && amount <= BigInt(most) ? dollars(Number(amount)) : 'AMOUNT_TOO_LARGE';

function attempt(work: () => Money): Money | string {
  try {
    return work();
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('sums of money', () => {
  it('are those of integers', () => {
    expect(add(dollars(10), dollars(20))).toEqual(dollars(30));
    expect(subtract(dollars(10), dollars(30))).toEqual(dollars(-20));
    expect(multiply(dollars(1_999), 3)).toEqual(dollars(5_997));
    expect(sum([dollars(10), dollars(-3), dollars(5)], 'USD')).toEqual(dollars(12));
  });

  it('are zero of their currency where there is nothing to add', () => {
    expect(sum([], 'JPY')).toEqual({ amount: 0, currency: 'JPY' });
  });

  it('leave what they are made of as it is', () => {
    const [left, right] = [Object.freeze(dollars(1)), Object.freeze(dollars(2))];

    expect(add(left, right)).toEqual(dollars(3));
  });

  it.each<[string, () => unknown]>([
    ['added', () => add(dollars(1), yen)],
    ['subtracted', () => subtract(dollars(1), yen)],
    ['compared', () => compare(dollars(1), yen)],
    ['summed', () => sum([dollars(1), yen], 'USD')],
    ['summed as another currency', () => sum([yen], 'USD')],
  ])('of different currencies are not %s', (_, work) => {
    expect(work).toThrow(expect.objectContaining({ name: 'RuleViolation', code: 'CURRENCIES_DIFFER' }));
  });

  it.each<[string, () => Money]>([
    ['added', () => add(dollars(most), dollars(1))],
    ['subtracted', () => subtract(dollars(-most), dollars(1))],
    ['multiplied', () => multiply(dollars(most), 2)],
    ['multiplied by a negative quantity', () => multiply(dollars(most), -2)],
    ['multiplied beyond the exponents of floats', () => multiply(dollars(most), most)],
    ['summed', () => sum([dollars(most), dollars(1)], 'USD')],
  ])('are refused, and not rounded, where they grow too large: %s', (_, work) => {
    expect(work).toThrow(expect.objectContaining({ name: 'RuleViolation', code: 'AMOUNT_TOO_LARGE' }));
  });

  it('reach the last safe integer on either side', () => {
    expect(add(dollars(most - 1), dollars(1))).toEqual(dollars(most));
    expect(subtract(dollars(1 - most), dollars(1))).toEqual(dollars(-most));
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, most + 1])('are not multiplied by %p', (quantity) => {
    expect(() => multiply(dollars(1), quantity)).toThrow(RangeError);
  });

  it.each(noAmounts)('are not made of $amount $currency', (bad) => {
    const good = { amount: 1, currency: bad.currency };
    const works = [
      () => add(bad, good),
      () => add(good, bad),
      () => subtract(bad, good),
      () => subtract(good, bad),
      () => multiply(bad, 2),
      () => compare(bad, good),
      () => compare(good, bad),
      () => sum([bad, good], bad.currency),
    ];

    for (const work of works) expect(work).toThrow(RangeError);
  });

  it('are not made of halves that would add up to a whole', () => {
    expect(() => add(dollars(0.5), dollars(0.5))).toThrow(new RangeError('An amount is a safe integer, not 0.5'));
  });

  it('are none of a currency that is unknown, be there nothing to add', () => {
    expect(() => sum([], 'BTC')).toThrow(RangeError);
  });

  it('may pass the safe integers on the way, in any order', () => {
    const [one, other] = [dollars(1), dollars(-1)];

    for (const amounts of [
      [dollars(most), one, other],
      [one, dollars(most), other],
      [other, dollars(most), one],
    ])
      expect(sum(amounts, 'USD')).toEqual(dollars(most));
  });

  it('have no minus zero, which would be written with a sign', () => {
    const zeros = [multiply(dollars(-1), 0), multiply(dollars(0), -1), subtract(dollars(1), dollars(1))];

    expect(zeros.map(({ amount }) => Object.is(amount, 0))).toEqual([true, true, true]);
  });

  it('are what BigInt says, or refused, for any integers', () => {
    for (const [left, right] of many(() => [randomInteger(), randomInteger()] as const)) {
      const [one, other] = [BigInt(left), BigInt(right)];
      expect([
        attempt(() => add(dollars(left), dollars(right))),
        attempt(() => subtract(dollars(left), dollars(right))),
        attempt(() => multiply(dollars(left), right)),
      ]).toEqual([exactly(one + other), exactly(one - other), exactly(one * other)]);
    }
  });
});

describe('amounts compared', () => {
  it.each([
    [1, 2, -1],
    [2, 1, 1],
    [2, 2, 0],
    [-most, most, -1],
  ])('%d and %d give %d', (left, right, order) => {
    expect(compare(dollars(left), dollars(right))).toBe(order);
  });

  it('sort a list', () => {
    const sorted = [3, -1, 2].map(dollars).sort(compare);

    expect(sorted.map(({ amount }) => amount)).toEqual([-1, 2, 3]);
  });
});
