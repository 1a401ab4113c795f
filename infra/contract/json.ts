import { isObject } from '../openapi/json.ts';

/** A document of the contract, or a part of one. */
export type Json = Readonly<Record<string, unknown>>;

/** The object that stands under a key; empty where there is none. */
export function partOf(node: Json, key: string): Json {
  const part = node[key];
  return isObject(part) ? part : {};
}

/** The list that stands under a key; empty where there is none. */
export function listOf<T = Json>(node: Json, key: string): readonly T[] {
  const list = node[key];
  return Array.isArray(list) ? list : [];
}

/** What a reference leads to, through others; anything else as it is. Throws for a reference that leads nowhere. */
export function resolve(document: Json, node: Json): Json {
  const { $ref } = node;
  if (typeof $ref !== 'string') return node;
  const steps = $ref.replace('#/', '').split('/');
  const target = steps.reduce<unknown>((at, step) => (isObject(at) ? at[unescaped(step)] : undefined), document);
  if (!isObject(target)) throw new Error(`${$ref} leads nowhere.`);
  return resolve(document, target);
}

/** A step of a JSON Pointer (RFC 6901), in which `~1` stands for a slash. */
function unescaped(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
