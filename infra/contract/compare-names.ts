import { isObject } from '../openapi/json.ts';
import { broken, type Difference } from './difference.ts';
import { type Json, partOf } from './json.ts';

/**
 * The models that a schema no longer names, though nothing of its shape need have changed: typed clients alone see it. Of a name
 * that is gone altogether the document tells once.
 */
export function compareNames(before: Json, after: Json, current: Json): Difference[] {
  const [was, is] = [partNames(before), partNames(after)];
  // Of a union that has become smaller the other models have kept their names.
  if (is.length < was.length) return [];
  const alive = partOf(partOf(current, 'components'), 'schemas');
  const fresh = is.filter((name) => name !== undefined && !was.includes(name));
  const what = fresh.length > 0 ? `is now the model ${fresh.join(' or ')}` : 'now stands without its name';
  return was
    .filter((name) => name !== undefined && name in alive && !is.includes(name))
    .map((model) => ({ ...broken(what, 'that name it in their types'), model: model as string }));
}

/** The names of what a schema is made of, undefined for a part without one; null is no part. */
function partNames({ $ref, type, ...schema }: Json): (string | undefined)[] {
  if (typeof $ref === 'string') return [$ref.slice($ref.lastIndexOf('/') + 1)];
  const parts = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (Array.isArray(parts)) return parts.filter(isObject).flatMap(partNames);
  return type === 'null' ? [] : [undefined];
}
