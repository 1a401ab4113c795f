import { digitsOf } from './currencies.ts';
import type { Money } from './schema.ts';

/** Throws a `RangeError` for what is no safe integer, or in no currency with a minor unit: such a one is a mistake of ours. */
export function demandMoney({ amount, currency }: Money): void {
  digitsOf(currency);
  if (!Number.isSafeInteger(amount)) throw new RangeError(`An amount is a safe integer, not ${amount}`);
}
