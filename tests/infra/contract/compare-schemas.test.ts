import { describe, expect, it } from '@jest/globals';
import { createSchemaComparison } from '../../../infra/contract/compare-schemas.ts';
import { type Direction, describePath } from '../../../infra/contract/difference.ts';

type Schema = Record<string, unknown>;

const text = { type: 'string' };
const address = { type: 'string', maxLength: 254 };
const models = {
  components: {
    schemas: { Address: address, Alias: { $ref: '#/components/schemas/Address' }, Name: { type: 'object' } },
  },
};
const reference = { $ref: '#/components/schemas/Address' };

/** What zod makes of a record of an enum, all of whose keys are asked for unless it is a partial one. */
function recordOf(names: string[], required: string[]): Schema {
  return { type: 'object', propertyNames: { type: 'string', enum: names }, additionalProperties: text, required };
}

function differences(direction: Direction, before: Schema, after: Schema): string[] {
  return createSchemaComparison(models, models)(before, after, direction).map(({ model, path, what }) =>
    [model, describePath(path), what].filter(Boolean).join(' '),
  );
}

describe('a schema', () => {
  it.each<[string, Direction, Schema, Schema]>([
    ['words of what is sent', 'sent', text, { ...text, title: 'x', description: 'x', 'x-unit': 'x', examples: ['x'] }],
    [
      'words that are gone from what is received',
      'received',
      { ...text, title: 'x', description: 'x', 'x-a': 1 },
      text,
    ],
    ['a default of what is received', 'received', { ...text, default: 'a' }, { ...text, default: 'b' }],
    ['a default that is told otherwise', 'sent', { ...text, default: 'a' }, { ...text, 'x-default': 'a' }],
    [
      'a first default of what was asked for',
      'sent',
      { properties: { a: text }, required: ['a'] },
      { properties: { a: { ...text, default: 'a' } } },
    ],
    [
      'a default that stands in another place of a union',
      'sent',
      { anyOf: [{ ...text, default: 'a' }, { type: 'null' }] },
      { anyOf: [text, { type: 'null' }], default: 'a' },
    ],
    ['a first default of what is received', 'received', text, { ...text, default: 'a' }],
    ['a record of the same keys', 'sent', recordOf(['a', 'b'], ['a']), recordOf(['a', 'b'], ['a'])],
    ['a key of a record that is no longer asked for', 'sent', recordOf(['a'], ['a']), recordOf(['a'], [])],
    ['a key of a record that is now always there', 'received', recordOf(['a'], []), recordOf(['a'], ['a'])],
    ['a bound that its listed values keep', 'sent', { enum: ['a', 'b'] }, { enum: ['a', 'b'], maxLength: 1 }],
    ['a pattern that its listed values keep', 'sent', { enum: ['a', 'b'] }, { type: 'string', pattern: '^[a-z]$' }],
    ['bounds that listed values keep', 'sent', { enum: [1, 2] }, { type: 'integer', minimum: 1, exclusiveMaximum: 3 }],
    ['listed values within what may come', 'received', { type: 'string', maxLength: 2 }, { enum: ['a', '💊💊'] }],
    ['an integer in place of one constant', 'sent', { type: 'number', const: 1 }, { type: 'integer', minimum: 0 }],
    [
      'another spelling of a bound of integers',
      'sent',
      { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 10 },
      { type: 'integer', minimum: 1, maximum: 9 },
    ],
    [
      'a bound that takes its end in',
      'sent',
      { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
      { type: 'number', minimum: 0, maximum: 1 },
    ],
    ['a least length of none', 'sent', text, { ...text, minLength: 0 }],
    [
      'types in place of values of several',
      'sent',
      { enum: [1, 'a', null] },
      { anyOf: [text, { type: 'integer' }, { type: 'null' }] },
    ],
    [
      'values of two types that are listed in one',
      'received',
      { anyOf: [{ type: 'string', enum: ['a', 'b'] }, { type: 'null' }] },
      { type: ['string', 'null'], enum: ['a', null] },
    ],
    ['a type of which no value is listed', 'sent', { type: ['string', 'null'], enum: ['a'] }, { type: 'string' }],
    ['a constant in place of a list of one', 'sent', { enum: ['a'] }, { const: 'a' }],
    ['another order of a union', 'sent', { anyOf: [text, { type: 'null' }] }, { oneOf: [{ type: 'null' }, text] }],
    [
      'a list of types in place of a union',
      'received',
      { anyOf: [text, { type: 'null' }] },
      { type: ['string', 'null'] },
    ],
    ['a form more of what is sent', 'sent', text, { anyOf: [text, { type: 'integer' }] }],
    ['a form less of what is received', 'received', { anyOf: [text, { type: 'integer' }] }, text],
    ['a model in place of its shape', 'sent', address, reference],
    ['null beside a model', 'sent', reference, { anyOf: [reference, { type: 'null' }] }],
    ['a model that is one part of another', 'sent', reference, { allOf: [reference, { minLength: 0 }] }],
    ['one model less that comes', 'received', { oneOf: [reference, { $ref: '#/components/schemas/Name' }] }, reference],
    ['one model more that is taken', 'sent', reference, { oneOf: [reference, { $ref: '#/components/schemas/Name' }] }],
    ['parts in place of a whole', 'received', address, { allOf: [text, { maxLength: 254 }] }],
  ])('breaks nobody by %s', (_, direction, before, after) => {
    expect(differences(direction, before, after)).toEqual([]);
  });

  it.each<[string, Direction, Schema, Schema, string]>([
    [
      'a rule beside a model',
      'sent',
      reference,
      { ...reference, maxLength: 9 },
      'has another maxLength: 9 in place of 254',
    ],
    [
      'a rule of one part of a field',
      'sent',
      { allOf: [{ properties: { a: text } }, { properties: { a: { maxLength: 9 } } }] },
      { allOf: [{ properties: { a: text } }, { properties: { a: { maxLength: 5 } } }] },
      'a has another maxLength: 5 in place of 9',
    ],
    [
      'a field that one of its parts asks for',
      'sent',
      { allOf: [{ properties: { a: text } }, { required: ['b'] }] },
      { allOf: [{ properties: { a: text }, required: ['a'] }, { required: ['b'] }] },
      'a is now required',
    ],
    [
      'another default beside a model',
      'sent',
      { ...reference, default: 'a' },
      { ...reference, default: 'b' },
      'has another default: "b" in place of "a"',
    ],
    ['a pattern too long to be told', 'sent', text, { ...text, pattern: 'x'.repeat(99) }, 'has another pattern'],
    [
      'another default of a body',
      'sent',
      { ...reference, 'x-default': 'a' },
      { ...reference, 'x-default': 'b' },
      'has another default: "b" in place of "a"',
    ],
    [
      'a first default, as none had a meaning of its own',
      'sent',
      text,
      { ...text, 'x-default': 'a' },
      'has another default: "a" in place of none',
    ],
    [
      'another default beside a union',
      'sent',
      { anyOf: [text, { type: 'null' }], default: null },
      { anyOf: [text, { type: 'null' }], default: 'a' },
      'has another default: "a" in place of null',
    ],
    [
      'a rule beside a union',
      'sent',
      { anyOf: [text, { type: 'null' }] },
      { anyOf: [text, { type: 'null' }], maxLength: 9 },
      'has another maxLength: 9 in place of none',
    ],
    [
      'a key of a record that may be absent',
      'received',
      recordOf(['a', 'b'], ['a', 'b']),
      recordOf(['a', 'b'], ['a']),
      'b may now be absent',
    ],
    ['a key that is gone', 'received', recordOf(['a', 'b'], ['a', 'b']), recordOf(['a'], ['a']), 'b may now be absent'],
    [
      'a key of a record that is now required',
      'sent',
      recordOf(['a'], []),
      recordOf(['a'], ['a']),
      'a is now required',
    ],
    [
      'a new key of a record that is asked for',
      'sent',
      recordOf(['a'], ['a']),
      recordOf(['a', 'b'], ['a', 'b']),
      'b is now required',
    ],
    ['the shape in place of a model', 'received', reference, address, 'Address now stands without its name'],
    ['another model', 'sent', reference, { $ref: '#/components/schemas/Alias' }, 'Address is now the model Alias'],
    [
      'another model beside null',
      'received',
      { anyOf: [reference, { type: 'null' }] },
      { anyOf: [{ $ref: '#/components/schemas/Alias' }, { type: 'null' }] },
      'Address is now the model Alias',
    ],
    [
      'another model of items',
      'received',
      { type: 'array', items: reference },
      { type: 'array', items: { $ref: '#/components/schemas/Alias' } },
      'Address is now the model Alias',
    ],
    ['a default that is gone', 'sent', { ...text, default: 'a' }, text, 'has another default: none in place of "a"'],
    [
      'free text that leaves out a listed value by its length',
      'sent',
      { enum: ['cookie', 'body'] },
      { type: 'string', minLength: 5, maxLength: 6 },
      'no longer takes "body"',
    ],
    [
      'a pattern that leaves out a listed value',
      'sent',
      { type: 'string', enum: ['a', 'b'] },
      { type: 'string', pattern: '^a$' },
      'no longer takes "b"',
    ],
    [
      'a format, of which nobody knows whether listed values keep it',
      'sent',
      { enum: ['a'] },
      { type: 'string', format: 'email' },
      'has another format: "email" in place of none',
    ],
    ['a value of another type in a list', 'received', { enum: ['a', 'b'] }, { enum: ['a', null] }, 'may now be null'],
    ['a value that is too long', 'received', { ...text, maxLength: 2 }, { enum: ['abc', 'a'] }, 'may now be "abc"'],
    [
      'a value of another pattern',
      'received',
      { ...text, pattern: '^[a-z]+$' },
      { type: 'string', enum: ['A1'] },
      'may now be "A1"',
    ],
    [
      'a number that is no integer',
      'received',
      { type: 'integer' },
      { type: 'number', enum: [1, 1.5] },
      'is now of type number in place of integer',
    ],
    ['too few items', 'sent', { type: 'array', const: ['a'] }, { type: 'array', minItems: 2 }, 'no longer takes ["a"]'],
    [
      'a bound that no longer takes its end in',
      'sent',
      { type: 'number', minimum: 0 },
      { type: 'number', exclusiveMinimum: 0 },
      'has another exclusiveMinimum: 0 in place of none',
    ],
    ['a type in place of any', 'sent', {}, text, 'is now of type string in place of any'],
    ['any type in place of one', 'received', text, {}, 'is now of type any in place of string'],
    [
      'a map of anything',
      'received',
      { type: 'object', additionalProperties: text },
      { type: 'object' },
      '* is now of type any in place of string',
    ],
    [
      'a form of its own',
      'received',
      { anyOf: [{ type: 'object', properties: { a: text } }, text] },
      { anyOf: [{ type: 'object', properties: { a: text } }, text, { type: 'array', items: text }] },
      'may now be array',
    ],
    [
      'a form that has lost a field',
      'received',
      { anyOf: [{ type: 'object', properties: { a: text, b: text } }, text] },
      { anyOf: [{ type: 'object', properties: { a: text } }, text] },
      'b is gone',
    ],
    [
      'a second kind of object',
      'received',
      { type: 'object', properties: { a: text } },
      {
        oneOf: [
          { type: 'object', properties: { a: text } },
          { type: 'object', properties: { c: text } },
        ],
      },
      'may now be an object of c',
    ],
  ])('breaks somebody by %s', (_, direction, before, after, difference) => {
    expect(differences(direction, before, after)).toEqual([difference]);
  });

  it('that is a model is compared for each way that its values go', () => {
    const before = { components: { schemas: { Kind: { type: 'string', enum: ['a', 'b'] } } } };
    const after = { components: { schemas: { Kind: { type: 'string', enum: ['b', 'c'] } } } };
    const compare = createSchemaComparison(before, after);
    const kind = { $ref: '#/components/schemas/Kind' };

    const found = [compare(kind, kind, 'sent'), compare(kind, kind, 'received')].flat();

    expect(found.map(({ model, what }) => `${model} ${what}`)).toEqual([
      'Kind no longer takes "a"',
      'Kind may now be "c"',
    ]);
  });

  it('that is a variant of a union is the place of what has changed in it', () => {
    const variant = (kind: string) => ({
      type: 'object',
      properties: { kind: { const: kind }, a: text },
      required: ['kind', 'a'],
    });
    const variantsOf = (done: object) => ({ components: { schemas: { Done: done, Open: variant('open') } } });
    const { properties: _, ...rest } = variant('done');
    const compare = createSchemaComparison(
      variantsOf(variant('done')),
      variantsOf({ ...rest, properties: { kind: { const: 'done' } }, required: ['kind'] }),
    );
    const union = { oneOf: [{ $ref: '#/components/schemas/Done' }, { $ref: '#/components/schemas/Open' }] };

    const found = compare(union, union, 'received');

    expect(found.map(({ model, path, what }) => [model, describePath(path), what].join(' '))).toEqual([
      'Done a is gone',
    ]);
  });

  it('may list further fields, which are then no fewer than before', () => {
    const open = { type: 'object', properties: { a: text } };
    const closed = { ...open, additionalProperties: false };

    expect(differences('sent', closed, open)).toEqual([]);
    expect(differences('sent', closed, closed)).toEqual([]);
    expect(differences('received', closed, open)).toEqual([]);
    expect(differences('sent', closed, { ...open, additionalProperties: text })).toEqual([]);
    expect(differences('sent', open, closed)).toEqual(['takes no further fields any more']);
  });
});
