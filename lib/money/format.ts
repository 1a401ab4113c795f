import { keepFormatters } from '../formatters.ts';
import { digitsOf } from './currencies.ts';
import { decimalText } from './decimal.ts';
import type { Money } from './schema.ts';

const formatterBy = keepFormatters<Intl.NumberFormat>();

/**
 * Writes an amount as people of a locale do, `$1,234.50`, with the digits of ISO 4217. Spaces in it are those that do not
 * break, U+00A0 and U+202F, and texts of right-to-left locales have marks of direction. Throws a
 * `RangeError` for what is no locale, as for what is no amount.
 */
export function formatMoney(money: Money, locale: string): string {
  // A decimal as a text keeps all its digits, which a number of units would not.
  const decimal = decimalText(money) as Intl.StringNumericLiteral;
  return formatterBy(`${locale} ${money.currency}`, () => createFormatter(locale, money.currency)).format(decimal);
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
