import { digitsOf } from './currencies.ts';
import { decimalText } from './decimal.ts';
import type { Money } from './schema.ts';

/** The most formatters that an instance keeps: to make one takes fifty times as long as to write an amount by it. */
const mostKept = 100;
const formatters = new Map<string, Intl.NumberFormat>();

/**
 * Writes an amount as people of a locale do, `$1,234.50`, with the digits of ISO 4217. Spaces in it are those that do not
 * break, U+00A0 and U+202F, and texts of right-to-left locales have marks of direction.
 */
export function formatMoney(money: Money, locale: string): string {
  // A decimal as a text keeps all its digits, which a number of units would not.
  return formatterOf(locale, money.currency).format(decimalText(money) as Intl.StringNumericLiteral);
}

/** The formatter of a locale and a currency; of too many the one goes that was made first. */
function formatterOf(locale: string, currency: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  const kept = formatters.get(key);
  if (kept) return kept;
  const [oldest] = formatters.keys();
  if (formatters.size >= mostKept && oldest !== undefined) formatters.delete(oldest);
  const made = createFormatter(locale, currency);
  formatters.set(key, made);
  return made;
}

/** Intl by itself has CLDR's digits, which are none for 16 currencies where ISO 4217 has two or three. */
function createFormatter(locale: string, currency: string): Intl.NumberFormat {
  const digits = digitsOf(currency);
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}
