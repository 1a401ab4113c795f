import { describe, expect, it } from '@jest/globals';
import type { Money } from '../../../lib/money/schema.ts';
import { allocate, split } from '../../../lib/money/split.ts';
import { dollars, many, noAmounts, randomInteger } from './amounts.ts';

const most = Number.MAX_SAFE_INTEGER;
const amountsOf = (parts: readonly Money[]) => parts.map(({ amount }) => amount);
/** The exact sum, which may pass the safe integers on the way. */
const total = (parts: readonly Money[]) => parts.reduce((sum, { amount }) => sum + BigInt(amount), 0n);

describe('an amount that is split', () => {
  it.each([
    [100, 3, [34, 33, 33]],
    [-100, 3, [-34, -33, -33]],
    [5, 5, [1, 1, 1, 1, 1]],
    [2, 4, [1, 1, 0, 0]],
    [-1, 2, [-1, 0]],
    [0, 2, [0, 0]],
    [1_999, 1, [1_999]],
    [most, 2, [4_503_599_627_370_496, 4_503_599_627_370_495]],
  ])('%d into %d is %j', (amount, parts, expected) => {
    expect(amountsOf(split(dollars(amount), parts))).toEqual(expected);
  });

  it('adds up, differs by one minor unit at most, and has the greater parts first', () => {
    for (const [amount, parts] of many(() => [randomInteger(), Math.abs(randomInteger(6)) + 1] as const)) {
      const given = split(dollars(amount), parts);
      const sizes = amountsOf(given).map(Math.abs);

      expect([given.length, total(given)]).toEqual([parts, BigInt(amount)]);
      expect((sizes[0] ?? 0) - (sizes.at(-1) ?? 0)).toBeLessThanOrEqual(1);
      expect([...sizes].sort((left, right) => right - left)).toEqual(sizes);
    }
  });

  it('has ten thousand parts at most', () => {
    expect(split(dollars(10_000), 10_000)).toHaveLength(10_000);
  });

  it.each(noAmounts)('is not $amount $currency', (bad) => {
    expect(() => split(bad, 2)).toThrow(RangeError);
  });

  it.each([0, -1, 1.5, 10_001, most, Number.NaN, Number.POSITIVE_INFINITY])('is not split into %p parts', (parts) => {
    expect(() => split(dollars(1), parts)).toThrow(
      new RangeError(`An amount is split into 1 to 10000 parts, not ${parts}`),
    );
  });
});

describe('an amount that is allocated', () => {
  it.each([
    ['by the weights', 100, [1, 3], [25, 75]],
    ['to the largest remainders', 10, [1, 2, 4], [1, 3, 6]],
    ['to the first of equal remainders', 1, [1, 1, 1], [1, 0, 0]],
    ['to a later one whose remainder is larger', 5, [3, 2, 2], [2, 2, 1]],
    ['with nothing for a weight of zero', 100, [0, 1, 0, 2], [0, 33, 0, 67]],
    ['less than nothing as its opposite', -10, [1, 2, 4], [-1, -3, -6]],
    ['by weights that are large', most, [most, most], [4_503_599_627_370_496, 4_503_599_627_370_495]],
    ['by weights far apart', 3, [most, 1], [3, 0]],
  ])('is given %s', (_, amount, weights, expected) => {
    expect(amountsOf(allocate(dollars(amount), weights))).toEqual(expected);
  });

  it('keeps its currency', () => {
    expect(allocate({ amount: 3, currency: 'JPY' }, [1, 2])).toEqual([
      { amount: 1, currency: 'JPY' },
      { amount: 2, currency: 'JPY' },
    ]);
  });

  it('adds up, strays from each exact share by less than one minor unit, and has one sign, by any weights', () => {
    const weightsOf = () => [1, ...many(() => Math.abs(randomInteger()), Math.abs(randomInteger(5)))];

    for (const [amount, weights] of many(() => [randomInteger(), weightsOf()] as const)) {
      const parts = allocate(dollars(amount), weights);
      const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
      const strays = parts.map((part, at) => BigInt(part.amount) * whole - BigInt(amount) * BigInt(weights[at] ?? 0));

      expect(total(parts)).toBe(BigInt(amount));
      expect(strays.every((stray) => -whole < stray && stray < whole)).toBe(true);
      expect(amountsOf(parts).every((part) => part === 0 || Math.sign(part) === Math.sign(amount))).toBe(true);
      expect(amountsOf(parts).some((part) => Object.is(part, -0))).toBe(false);
      expect(parts.every(({ amount: part }, at) => weights[at] !== 0 || part === 0)).toBe(true);
    }
  });

  it('is allocated the same way each time', () => {
    const weights = many(() => Math.abs(randomInteger(3)) + 1, 20);

    expect(allocate(dollars(12_345), weights)).toEqual(allocate(dollars(12_345), weights));
  });

  it('is not allocated to a place without a weight', () => {
    const weights: number[] = [1];
    weights[2] = 1;

    expect(() => allocate(dollars(5), weights)).toThrow(RangeError);
  });

  it.each([[[]], [[0]], [[0, 0]], [[2, -1]], [[1, 0.5]], [[Number.NaN]], [[most + 1]]])(
    'is not allocated to %j',
    (weights) => {
      expect(() => allocate(dollars(1), weights)).toThrow(RangeError);
    },
  );
});
