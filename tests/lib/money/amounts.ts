import type { Money } from '../../../lib/money/schema.ts';
import { seededRandom } from '../../support/random.ts';

const random = seededRandom(4_217);

/** A random integer of at most so many bits, of either sign; small ones are as frequent as great ones. */
export function randomInteger(bits = 53): number {
  const most = 2 ** Math.ceil(random() * bits) - 1;
  return Math.trunc((random() * 2 - 1) * most) + 0;
}

/** Many of something random. */
export function many<T>(make: () => T, count = 300): T[] {
  return Array.from({ length: count }, make);
}

/** An amount of dollars in cents. */
export const dollars = (amount: number): Money => ({ amount, currency: 'USD' });

/** What is no amount, for it is no safe integer or in no currency of the table. */
export const noAmounts: readonly Money[] = [
  ...[0.5, 2 ** 53, -(2 ** 53), 1e21, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(dollars),
  dollars('12' as unknown as number),
  { amount: 1, currency: 'BTC' },
];
