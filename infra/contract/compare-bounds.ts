import { isObject } from '../openapi/json.ts';
import type { Json } from './json.ts';
import { typeOf } from './schema-forms.ts';

const boundsByType: Readonly<Record<string, readonly string[]>> = {
  number: ['minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum'],
  string: ['minLength', 'maxLength'],
  array: ['minItems', 'maxItems'],
  object: ['minProperties', 'maxProperties'],
};

/** Keywords that say how small or large a value may be. */
export const bounds: readonly string[] = Object.values(boundsByType).flat();

/** The bounds of a form that values of the other may lie beyond. */
export function tighterBounds(from: Json, to: Json): string[] {
  const type = typeOf(from);
  const concerned = type === undefined ? bounds : (boundsByType[type === 'integer' ? 'number' : type] ?? []);
  return concerned.filter((keyword) => isBeyond(from, to, keyword));
}

/** Whether a value keeps the bounds and the pattern of a form. */
export function isWithin(form: Json, value: unknown): boolean {
  const { pattern } = form;
  if (typeof value === 'string' && typeof pattern === 'string' && !new RegExp(pattern, 'v').test(value)) return false;
  const exact = exactly(value);
  return !bounds.some((keyword) => closed(keyword) in exact && isBeyond(exact, form, keyword));
}

function isBeyond(from: Json, to: Json, keyword: string): boolean {
  if (typeof to[keyword] !== 'number') return false;
  const [limit, open] = [tightness(to, keyword), tightness(from, opened(keyword))];
  const end = Math.max(tightness(from, closed(keyword)), typeOf(from) === 'integer' ? nextInteger(open) : -Infinity);
  return open < limit && (keyword === closed(keyword) ? end < limit : end <= limit);
}

/** A bound as a number that is the larger the tighter the bound is. */
function tightness(form: Json, keyword: string): number {
  const bound = form[keyword];
  if (typeof bound === 'number') return /^(exclusiveM|m)in/.test(keyword) ? bound : -bound;
  return /^min[LIP]/.test(keyword) ? 0 : -Infinity;
}

/** After an open end of integers the next one is the closed end. */
function nextInteger(open: number): number {
  return Math.floor(open) + 1;
}

function closed(keyword: string): string {
  return keyword.replace('exclusiveM', 'm');
}

/** Lengths have none: a form has no such keyword. */
function opened(keyword: string): string {
  return closed(keyword).replace('m', 'exclusiveM');
}

/** The bounds that a value alone keeps, those of its own type. */
function exactly(value: unknown): Json {
  if (typeof value === 'number') return { minimum: value, maximum: value };
  if (typeof value === 'string') return { minLength: [...value].length, maxLength: [...value].length };
  if (Array.isArray(value)) return { minItems: value.length, maxItems: value.length };
  if (!isObject(value)) return {};
  const { length } = Object.keys(value);
  return { minProperties: length, maxProperties: length };
}
