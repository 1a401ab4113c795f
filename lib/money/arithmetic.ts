import { RuleViolation } from '../errors.ts';
import { demandMoney } from './demand-money.ts';
import type { Money } from './schema.ts';

/**
 * Adds two amounts of one currency; throws `CURRENCIES_DIFFER`, `AMOUNT_TOO_LARGE` for a result, and a `RangeError` for what is
 * no amount, as all of this file do.
 */
export function add(left: Money, right: Money): Money {
  demandSame(left, right);
  return amountOf(left.amount + right.amount, left.currency);
}

/** Subtracts the second amount from the first; what is left may be negative. */
export function subtract(left: Money, right: Money): Money {
  demandSame(left, right);
  return amountOf(left.amount - right.amount, left.currency);
}

/** Multiplies an amount by a whole quantity. */
export function multiply(money: Money, quantity: number): Money {
  demandMoney(money);
  if (!Number.isSafeInteger(quantity))
    throw new RangeError(`An amount is multiplied by an integer, not by ${quantity}`);
  return amountOf(money.amount * quantity, money.currency);
}

/** Compares two amounts of one currency: negative where the first is less, zero where they are equal. */
export function compare(left: Money, right: Money): number {
  demandSame(left, right);
  return Math.sign(left.amount - right.amount);
}

/** Sums amounts of a currency in any order; none of them are zero of it. */
export function sum(amounts: readonly Money[], currency: string): Money {
  const zero: Money = { amount: 0, currency };
  demandMoney(zero);
  for (const each of amounts) demandSame(zero, each);
  // An integer without bounds, so that what passes them on the way and comes back is not refused.
  return amountOf(Number(amounts.reduce((total, { amount }) => total + BigInt(amount), 0n)), currency);
}

function demandSame(left: Money, right: Money): void {
  demandMoney(left);
  demandMoney(right);
  if (left.currency === right.currency) return;
  const message = `Amounts of ${left.currency} and ${right.currency} cannot be reckoned together.`;
  throw new RuleViolation('CURRENCIES_DIFFER', message);
}

/**
 * The amount of so many minor units. Where the true result of two safe integers is not one, the float is none either, for
 * rounding never leads back below the bound: so nothing rounded passes.
 */
function amountOf(amount: number, currency: string): Money {
  if (!Number.isSafeInteger(amount)) throw new RuleViolation('AMOUNT_TOO_LARGE', 'The amount is too large.');
  // Minus nothing times a quantity would be `-0`, which is written with a sign.
  return { amount: amount + 0, currency };
}
