/** A JSON object of a document. */
export type Json = Record<string, unknown>;

/** Whether a value is an object, and no array. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
