import { digitsOf } from './currencies.ts';
import { demandMoney } from './demand-money.ts';
import type { Money } from './schema.ts';

/** The most digits that a spreadsheet keeps of a number. */
const digitsOfSpreadsheet = 15;

/** Writes an amount in units of its currency with all digits of ISO 4217, `-1234.50`; of a currency without any, `1234`. */
export function decimalText(money: Money): string {
  demandMoney(money);
  const { amount, currency } = money;
  const digits = digitsOf(currency);
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const units = text.slice(0, text.length - digits);
  const decimal = digits === 0 ? units : `${units}.${text.slice(-digits)}`;
  return amount < 0 ? `-${decimal}` : decimal;
}

/**
 * Reads what `decimalText` writes; undefined for any other text, one with other digits than its currency's too: nothing is
 * rounded. Throws a `RangeError` for what is no currency, whatever the text.
 */
export function parseDecimal(text: string, currency: string): Money | undefined {
  digitsOf(currency);
  const amount = Number(text.replace('.', ''));
  const money = { amount, currency };
  return Number.isSafeInteger(amount) && decimalText(money) === text ? money : undefined;
}

/** The two columns of an amount in CSV and XLSX: the decimal and the code. */
export function moneyColumns(money: Money): readonly [decimal: string, currency: string] {
  return [decimalText(money), money.currency];
}

/** Whether a spreadsheet keeps an amount exactly as a number; else its decimal is a text there. Every price is kept. */
export function isSpreadsheetNumber(money: Money): boolean {
  demandMoney(money);
  return String(Math.abs(money.amount)).length <= digitsOfSpreadsheet;
}
