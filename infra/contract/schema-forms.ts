import { isObject } from '../openapi/json.ts';
import { type Json, listOf, partOf, resolve } from './json.ts';

/** What only tells of a schema: a change of it breaks nobody. */
export const annotations: ReadonlySet<string> = new Set([
  '$comment',
  '$id',
  '$schema',
  'deprecated',
  'description',
  'discriminator',
  'example',
  'examples',
  'id',
  'title',
]);

/** The name of the model that a schema refers to, where it adds nothing to that. */
export function modelOf(schema: Json): string | undefined {
  const { $ref, ...rest } = schema;
  if (typeof $ref !== 'string' || !Object.keys(rest).every(isAnnotation)) return undefined;
  return $ref.slice($ref.lastIndexOf('/') + 1);
}

/** Whether a keyword says nothing of which values there may be. */
export function isAnnotation(keyword: string): boolean {
  return annotations.has(keyword) || (keyword.startsWith('x-') && keyword !== 'x-default');
}

/** The kinds of value that a schema allows, each without references, `allOf` and unions; a list of types is a union. */
export function formsOf(document: Json, schema: Json): Json[] {
  const { anyOf, oneOf, ...rest } = flatten(document, schema);
  const union = anyOf ?? oneOf;
  if (!Array.isArray(union)) return formsByType(rest);
  return union.filter(isObject).flatMap((form) => formsOf(document, form).map((each) => merge(rest, each)));
}

/** Values of several types are as many forms, whether the types are listed or the values. */
function formsByType(form: Json): Json[] {
  const { const: _, ...rest } = form;
  const values = valuesOf(form);
  const types = Array.isArray(form.type) ? form.type : form.type === undefined ? new Set(values?.map(typeOfValue)) : [];
  const forms = [...types].map((type) => ({ ...rest, type, ...(values && { enum: values.filter(isOf(type)) }) }));
  return forms.length > 0 ? forms.filter((each) => valuesOf(each)?.length !== 0) : [form];
}

function isOf(type: unknown): (value: unknown) => boolean {
  return (value) => typeOfValue(value) === type || (type === 'integer' && Number.isInteger(value));
}

function typeOfValue(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** A schema with what its reference and its `allOf` say in its own keywords. */
function flatten(document: Json, schema: Json): Json {
  const { $ref, allOf, ...own } = schema;
  const referred = typeof $ref === 'string' ? [resolve(document, { $ref })] : [];
  return [...referred, ...listOf(schema, 'allOf')].map((part) => flatten(document, part)).reduceRight(merge, own);
}

function merge(into: Json, part: Json): Json {
  const names = Object.keys({ ...partOf(part, 'properties'), ...partOf(into, 'properties') });
  const both = (name: string) =>
    [part, into].flatMap((each) => partOf(each, 'properties')[name] ?? []).filter(isObject);
  const properties = names.map((name) => [name, both(name).length > 1 ? { allOf: both(name) } : both(name)[0]]);
  const required = [...new Set([...listOf(part, 'required'), ...listOf(into, 'required')])];
  return {
    ...part,
    ...into,
    ...(names.length > 0 && { properties: Object.fromEntries(properties) }),
    ...(required.length > 0 && { required }),
  };
}

/** The type that a schema names, or that its values have; undefined where any may be. */
export function typeOf(form: Json): string | undefined {
  if (typeof form.type === 'string') return form.type;
  const [type, ...others] = [...new Set(valuesOf(form)?.map(typeOfValue))];
  return others.length === 0 ? (type ?? ('properties' in form ? 'object' : undefined)) : undefined;
}

/** The only values that there may be, where a schema lists them. */
export function valuesOf(form: Json): readonly unknown[] | undefined {
  if ('const' in form) return [form.const];
  return Array.isArray(form.enum) ? form.enum : undefined;
}

/** A form in a few words, for a message. */
export function describeForm(form: Json): string {
  const values = valuesOf(form);
  if (values) return describeValues(values);
  const names = Object.keys(partOf(form, 'properties'));
  return names.length > 0 ? `an object of ${names.join(', ')}` : (typeOf(form) ?? 'anything');
}

export function describeValues(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}
