import { describe, expect, it } from '@jest/globals';
import { describeMessages } from '../../infra/asyncapi.ts';
import { discoverFunctions } from '../../infra/functions.ts';
import { describeApi } from '../../infra/openapi/document.ts';
import type { Json } from '../../infra/openapi/json.ts';
import { camelCase } from '../../infra/words.ts';
import { rules } from './document-rules.ts';

const functions = await discoverFunctions();
const document = JSON.parse(JSON.stringify(describeApi(functions))) as Json;
const names = Object.keys(rules);

/** A document with one operation, one model and one tag that are as they have to be, and what is planted. */
function plant({
  operation = {},
  response = {},
  model = {},
  models = {},
  body,
}: {
  operation?: Json;
  response?: Json;
  model?: Json;
  models?: Json;
  body?: Json;
}): Json {
  const thing = { type: 'object', description: 'A thing.', properties: {}, examples: [{}], ...model };
  return {
    tags: [{ name: 'things', description: 'Things.' }],
    paths: {
      '/v1/things': {
        get: {
          summary: 'Gets a thing.',
          description: 'For everybody.',
          ...(body && { requestBody: { content: { 'application/json': { schema: body } } } }),
          responses: {
            200: {
              description: 'Done',
              content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
              ...response,
            },
          },
          ...operation,
        },
      },
    },
    components: { schemas: { Thing: thing, ...models } },
  };
}

const field = (schema: Json) => ({ model: { properties: { field: schema } } });
const inline = { type: 'object', properties: { name: { type: 'string' } } };
const html = { content: { '*/*': {} } };
const named = { $ref: '#/components/schemas/Thing' };

const offences: readonly (readonly [string, Json])[] = [
  ['no object schema stands inline twice', field({ oneOf: [inline, inline] })],
  ['each body and each JSON answer is a named model', { body: { type: 'object', additionalProperties: false } }],
  [
    'each body and each JSON answer is a named model',
    { response: { content: { 'application/json': { schema: { type: 'array', items: named } } } } },
  ],
  ['a reference stands alone, or beside a description', field({ ...named, properties: {} })],
  ['each model of an object or a union has an example', { model: { examples: undefined } }],
  ['each model of an object or a union has an example', { model: { examples: [undefined] } }],
  ['each model and each tag is described', { model: { description: '' } }],
  [
    'each operation has a summary of at most 80 characters, and a description',
    { operation: { summary: `${'a'.repeat(80)}.` } },
  ],
  ['each operation has a summary of at most 80 characters, and a description', { operation: { summary: 'No stop' } }],
  ['each operation has a summary of at most 80 characters, and a description', { operation: { description: '' } }],
  ['each number has bounds that somebody chose', field({ type: 'number', minimum: 0, examples: [1] })],
  [
    'each number has bounds that somebody chose',
    field({ type: ['integer', 'null'], minimum: 0, maximum: Number.MAX_SAFE_INTEGER, examples: [1] }),
  ],
  ['each text and each number has an example', field({ type: 'integer', minimum: 0, maximum: 9 })],
  ['each text and each number has an example', field({ type: ['string', 'null'] })],
  ['each pattern compiles with and without the flags u and v', field({ type: 'string', pattern: '^[a-z_-]$' })],
  ['each pattern compiles with and without the flags u and v', field({ type: 'string', pattern: '\\_' })],
  ['each pattern means the same by every flag', field({ type: 'string', pattern: '^\\p{L}$' })],
  ['each field says what it is', field({})],
  ['each model has a name in PascalCase', { models: { thing: { $ref: '#/components/schemas/Thing' } } }],
  ['each model has a name in PascalCase', { models: { USER: { $ref: '#/components/schemas/Thing' } } }],
  ['each format is one that ajv knows', field({ type: 'string', format: 'jwt' })],
  ['nothing is readOnly or writeOnly', field({ type: 'string', readOnly: true })],
  ['no array is a closed tuple', field({ type: 'array', prefixItems: [{ type: 'string' }] })],
  ['no number is a multiple of a fraction', field({ type: 'number', multipleOf: 0.01 })],
  ['each constant has its type', field({ const: 'a' })],
  [
    'no field of a body has a default',
    { body: named, model: { additionalProperties: false, properties: { a: { type: 'string', default: 'a' } } } },
  ],
  ['each body refuses fields that it does not name', { body: named }],
  ['each answer is open to fields of later releases', { model: { additionalProperties: false } }],
  ['an answer says 304 just where a GET names its version', { response: { headers: { ETag: {} } } }],
  ['an answer says 304 just where a GET names its version', { operation: { responses: { 200: {}, 304: {} } } }],
  ['what has no body has no content, and anything else its own type', { response: html }],
  [
    'what has no body has no content, and anything else its own type',
    { operation: { responses: { 204: { content: {} } } } },
  ],
  [
    'a union that has a discriminator is named, and maps each of its models',
    { model: { oneOf: [named], discriminator: { propertyName: 'kind' } } },
  ],
  [
    'a union that has a discriminator is named, and maps each of its models',
    field({ oneOf: [named], discriminator: { propertyName: 'kind', mapping: { a: named.$ref } } }),
  ],
];

describe('the document of the API', () => {
  it.each(names)('holds to its rule: %s', (name) => {
    expect(rules[name]?.(document)).toEqual([]);
  });

  it.each([
    'each number has bounds that somebody chose',
    'each pattern compiles with and without the flags u and v',
    'each format is one that ajv knows',
    'nothing is readOnly or writeOnly',
    'no array is a closed tuple',
    'no number is a multiple of a fraction',
  ])('holds with the events to a rule for schemas: %s', (name) => {
    expect(rules[name]?.(JSON.parse(JSON.stringify(describeMessages(functions))))).toEqual([]);
  });

  it('names each operation by its file, and none twice', () => {
    const files = functions
      .filter(({ trigger }) => trigger.kind === 'http' && trigger.path !== '$default')
      .map(({ file }) => camelCase(file.replace(/^.*\/|\.ts$/g, '')));
    const operations = Object.values(document.paths as Record<string, Record<string, { operationId: string }>>);

    const ids = operations.flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));

    expect(ids.sort()).toEqual(files.sort());
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('a rule for the document', () => {
  it.each(names)('finds nothing where all is well: %s', (name) => {
    expect(rules[name]?.(plant({}))).toEqual([]);
  });

  it.each(offences)('finds an offence: %s, %j', (name, planted) => {
    expect(rules[name]?.(plant(planted))).toHaveLength(1);
  });

  it('is tried on an offence, each of them', () => {
    expect(names.filter((name) => !offences.some(([tried]) => tried === name))).toEqual([]);
  });
});
