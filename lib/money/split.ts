import { demandMoney } from './demand-money.ts';
import type { Money } from './schema.ts';

/** The most parts of equal size: more than an invoice has lines, and few enough to be made at once. */
const mostParts = 10_000;

/**
 * Splits an amount into 10,000 parts at most, which add up to it and differ by one minor unit at most; the first are farther
 * from zero.
 */
export function split(money: Money, parts: number): Money[] {
  if (!Number.isSafeInteger(parts) || parts < 1 || parts > mostParts)
    throw new RangeError(`An amount is split into 1 to ${mostParts} parts, not ${parts}`);
  return allocate(money, Array<number>(parts).fill(1));
}

/**
 * Splits an amount by weights into parts that add up to it, each less than one minor unit from its exact share. What is left
 * over goes to the largest remainders, of equal ones to the first; a weight of zero gets nothing.
 */
export function allocate(money: Money, weights: readonly number[]): Money[] {
  demandMoney(money);
  const { amount, currency } = money;
  const whole = BigInt(Math.abs(amount));
  const total = totalOf(weights);
  const shares = weights.map((weight) => whole * BigInt(weight));
  const left = whole - shares.reduce((given, share) => given + share / total, 0n);
  const favoured = new Set(byRemainder(shares, total).slice(0, Number(left)));
  const sign = amount < 0 ? -1n : 1n;
  return shares.map((share, at) => ({
    amount: Number(sign * (share / total + (favoured.has(at) ? 1n : 0n))),
    currency,
  }));
}

function totalOf(weights: readonly number[]): bigint {
  // A loop visits the holes of an array too, which `map` and `reduce` would pass over.
  for (const weight of weights)
    if (!Number.isSafeInteger(weight) || weight < 0)
      throw new RangeError(`A weight is an integer from zero, not ${weight}`);
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (total === 0n) throw new RangeError('An amount is allocated to at least one weight above zero');
  return total;
}

/** The places of the shares, the largest remainder first. The sort is stable, so that of equal ones the first stays first. */
function byRemainder(shares: readonly bigint[], total: bigint): number[] {
  return shares
    .map((share, at) => ({ at, remainder: share % total }))
    .sort((left, right) => Number(right.remainder - left.remainder))
    .map(({ at }) => at);
}
