import { type Input, isObject } from './call.ts';

/** The most bytes of an item, with the names of its attributes: Constraints.html, "Items". */
export const mostItemBytes = 400 * 1_024;

/** The bytes of an item of `{ S: 'text' }` and the like, as DynamoDB counts them ("Item sizes and formats"). */
export function bytesOfItem(item: Input): number {
  let bytes = 0;
  for (const name of Object.keys(item)) bytes += Buffer.byteLength(name) + bytesOf(item[name]);
  return bytes;
}

function bytesOf(value: unknown): number {
  if (!isObject(value)) return 0;
  for (const type in value) return sizes[type]?.(value[type]) ?? 1;
  return 0;
}

const sizes: Readonly<Record<string, (value: unknown) => number>> = {
  S: (text) => Buffer.byteLength(String(text)),
  N: (number) => bytesOfNumber(String(number)),
  B: bytesOfBinary,
  SS: (texts) => sum(texts, (text) => Buffer.byteLength(String(text))),
  NS: (numbers) => sum(numbers, (number) => bytesOfNumber(String(number))),
  BS: (binaries) => sum(binaries, bytesOfBinary),
  L: (values) => 3 + sum(values, (value) => 1 + bytesOf(value)),
  M: (map) => (isObject(map) ? 3 + bytesOfItem(map) + Object.keys(map).length : 3),
};

/** A byte for two digits, and one more. */
function bytesOfNumber(number: string): number {
  const digits = number
    .replace(/e.*$/i, '')
    .replace(/[-+.]/g, '')
    .replace(/^0+|0+$/g, '');
  return Math.ceil(digits.length / 2) + 1;
}

/** Bytes as they are, or in base64 as JSON has them. */
function bytesOfBinary(binary: unknown): number {
  return binary instanceof Uint8Array ? binary.length : Buffer.byteLength(String(binary), 'base64');
}

function sum(values: unknown, bytes: (value: unknown) => number): number {
  return Array.isArray(values) ? values.reduce<number>((total, value) => total + bytes(value), 0) : 0;
}
