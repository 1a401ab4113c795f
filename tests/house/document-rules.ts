import { isObject, type Json } from '../../infra/openapi/json.ts';
import { repeatedShapes } from '../../local/contract-proofs/repeated-shapes.ts';

/** A rule for the OpenAPI document: what breaks it, each with its place. */
export type Rule = (document: Json) => string[];

interface Place {
  readonly path: string;
  readonly value: Json;
}

/** Every object of a document with the keys that lead to it; examples are no part of it, being values of others. */
function* objectsIn(value: unknown, path = ''): Generator<Place> {
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) yield* objectsIn(each, `${path}/${index}`);
  } else if (isObject(value)) {
    yield { path, value };
    for (const [key, each] of Object.entries(value)) {
      if (key !== 'examples' && key !== 'example') yield* objectsIn(each, `${path}/${key.replaceAll('/', '~1')}`);
    }
  }
}

/** The rule that no object of a document is such a one. */
function none(isSuch: (value: Json, path: string) => boolean): Rule {
  return (document) =>
    [...objectsIn(document)].filter(({ value, path }) => isSuch(value, path)).map(({ path }) => path);
}

const formats =
  'byte date date-time duration email hostname int32 int64 ipv4 ipv6 password uri uri-reference uuid'.split(' ');
const isOneOf = (type: unknown, name: string) => type === name || (Array.isArray(type) && type.includes(name));
/** Whether it is a schema of one of these types whose values it does not list. */
const isLeafOf = ({ type, enum: values, const: value }: Json, ...types: readonly string[]) =>
  types.some((each) => isOneOf(type, each)) && values === undefined && value === undefined;
/** A problem is shown as a whole, a file is its own example, and the names of any fields are shown with these. */
const isShownElsewhere = (path: string) =>
  /^\/components\/schemas\/Problem\/|\/content\/text~1\w+\/schema$|\/propertyNames$/.test(path);
const isOperation = (path: string) => /^\/paths\/[^/]+\/[a-z]+$/.test(path);
const isResponse = (path: string) => /\/responses\/\d+$/.test(path);

/** What generators, validators and readers of the document need, by the sentence that says it. */
export const rules: Readonly<Record<string, Rule>> = {
  'no object schema stands inline twice': (document) =>
    repeatedShapes(document as Parameters<typeof repeatedShapes>[0]).map((places) => places.join(' and ')),
  'each body and each JSON answer is a named model': none(
    ({ $ref, type, ...rest }, path) =>
      /\/(requestBody|responses\/\d+)\/content\/application~1(\w+\+)?json\/schema$/.test(path) &&
      $ref === undefined &&
      Object.keys({ type, ...rest }).some((key) => key !== 'type' || type !== undefined),
  ),
  'a reference stands alone, or beside a description': none(
    ({ $ref, ...rest }) =>
      typeof $ref === 'string' && Object.keys(rest).some((key) => !/^(description|summary|x-.+)$/.test(key)),
  ),
  'each model of an object or a union has an example': none(
    ({ examples, enum: values }, path) =>
      /^\/components\/schemas\/\w+$/.test(path) &&
      values === undefined &&
      !(Array.isArray(examples) && examples[0] !== undefined),
  ),
  'each model and each tag is described': none(
    ({ description }, path) => /^\/(components\/schemas\/\w+|tags\/\d+)$/.test(path) && !description,
  ),
  'each operation has a summary of at most 80 characters, and a description': none(
    ({ summary = '', description }, path) =>
      isOperation(path) && (String(summary).length > 80 || !String(summary).endsWith('.') || !description),
  ),
  'each number has bounds that somebody chose': none(
    ({ minimum, maximum, ...schema }) =>
      isLeafOf(schema, 'integer', 'number') &&
      ![minimum, maximum].every((bound) => Math.abs(Number(bound)) < Number.MAX_SAFE_INTEGER),
  ),
  'each text and each number has an example': none(
    ({ examples, default: preset, ...schema }, path) =>
      isLeafOf(schema, 'string', 'integer', 'number') &&
      examples === undefined &&
      preset === undefined &&
      !isShownElsewhere(path),
  ),
  'each pattern compiles with and without the flags u and v': none(
    ({ pattern }) => typeof pattern === 'string' && !['', 'u', 'v'].every((flags) => compiles(pattern, flags)),
  ),
  'each pattern means the same by every flag': none(
    ({ pattern }) => typeof pattern === 'string' && /\\[pP]\{/.test(pattern),
  ),
  'each field says what it is': none(
    (value, path) =>
      /\/(properties\/[^/]+|items)$/.test(path) &&
      !path.startsWith('/components/examples/') &&
      !['type', '$ref', 'anyOf', 'oneOf', 'allOf', 'const', 'enum', 'description'].some((key) => key in value),
  ),
  'each model has a name in PascalCase': (document) =>
    Object.keys((document.components as { readonly schemas: Json }).schemas).filter(
      (name) => !/^[A-Z][A-Za-z0-9]*[a-z0-9]$/.test(name),
    ),
  'each format is one that ajv knows': none(
    ({ type, format }) => isOneOf(type, 'string') && format !== undefined && !formats.includes(String(format)),
  ),
  'nothing is readOnly or writeOnly': none(({ readOnly, writeOnly }) => readOnly === true || writeOnly === true),
  'no array is a closed tuple': none(
    ({ type, prefixItems, items }) => prefixItems !== undefined || (type === 'array' && items === false),
  ),
  'no number is a multiple of a fraction': none(({ multipleOf }) => typeof multipleOf === 'number' && multipleOf < 1),
  'each constant has its type': none((value) => 'const' in value && isSchema(value) && value.type === undefined),
  'no field of a body has a default': (document) => inBodies(document, (value) => 'default' in value),
  'each body refuses fields that it does not name': (document) =>
    inBodies(document, (value) => isObject(value.properties) && value.additionalProperties !== false),
  'each answer is open to fields of later releases': (document) =>
    within(document, isResponse, (value) => value.additionalProperties === false),
  'an answer says 304 just where a GET names its version': (document) =>
    [...objectsIn(document)]
      .filter(({ path }) => isOperation(path))
      .filter(({ path, value }) => {
        const responses = value.responses as Record<string, { headers?: Json }>;
        const named = path.endsWith('/get') && Object.values(responses).some(({ headers = {} }) => 'ETag' in headers);
        return named !== '304' in responses;
      })
      .map(({ path }) => path),
  'what has no body has no content, and anything else its own type': none((value, path) => {
    const content = (value.content ?? {}) as Json;
    if (!isResponse(path)) return false;
    return Object.keys(content).some((type) => type.includes('*')) || (/\/(204|304)$/.test(path) && 'content' in value);
  }),
  'a union that has a discriminator is named, and maps each of its models': none(({ discriminator, oneOf }, path) => {
    if (!isObject(discriminator)) return false;
    const mapped = Object.values((discriminator.mapping ?? {}) as Json);
    const models = ((oneOf ?? []) as readonly Json[]).map(({ $ref }) => $ref);
    return !/^\/components\/schemas\/\w+$/.test(path) || JSON.stringify(mapped) !== JSON.stringify(models);
  }),
};

function compiles(pattern: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags) instanceof RegExp;
  } catch {
    return false;
  }
}

/** Whether an object is a schema, and no schema's list of properties, which may have one called `const`. */
function isSchema(value: Json): boolean {
  return !isObject(value.const);
}

function inBodies(document: Json, isFault: (value: Json) => boolean): string[] {
  return within(document, (path) => path.endsWith('/requestBody'), isFault);
}

/** The faults in what these places hold, and in the models that they refer to. */
function within(document: Json, isPlace: (path: string) => boolean, isFault: (value: Json) => boolean): string[] {
  const seen = new Set<string>();
  const faults = new Set<string>();
  const look = ({ path, value }: Place) => {
    if (isFault(value)) faults.add(path);
    const model = /^#\/components\/schemas\/(\w+)$/.exec(String(value.$ref))?.[1];
    if (model === undefined || seen.has(model)) return;
    seen.add(model);
    const { schemas } = document.components as { readonly schemas: Json };
    for (const place of objectsIn(schemas[model], `/components/schemas/${model}`)) look(place);
  };
  for (const { path, value } of objectsIn(document))
    if (isPlace(path)) for (const place of objectsIn(value, path)) look(place);
  return [...faults];
}
