/** Writes a value as JSON with its keys in order, so that equal values make equal texts, and different ones different texts. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  // Sets and bytes, which DynamoDB can hold and JSON cannot, must not look like another value.
  if (Symbol.iterator in value) return `${value.constructor.name}${canonicalJson([...(value as Iterable<unknown>)])}`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join()}}`;
}
