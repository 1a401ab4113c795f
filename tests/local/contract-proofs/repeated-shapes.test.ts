import { describe, expect, it } from '@jest/globals';
import { repeatedShapes } from '../../../local/contract-proofs/repeated-shapes.ts';

const shape = (properties: object, extra: object = {}) => ({ type: 'object', properties, ...extra });
const places = (schemas: Record<string, Record<string, unknown>>) =>
  repeatedShapes({ paths: {}, components: { schemas } });

describe('repeatedShapes', () => {
  it('finds the object schemas that say the same, in whatever order and words', () => {
    const schemas = {
      User: shape({ id: { type: 'string', examples: ['1'] }, name: { type: 'string' } }, { description: 'A person.' }),
      Page: shape({
        data: {
          type: 'array',
          items: { properties: { name: { type: 'string' }, id: { type: 'string' } }, type: 'object' },
        },
      }),
    };

    expect(places(schemas)).toEqual([['#/components/schemas/User', '#/components/schemas/Page/properties/data/items']]);
  });

  it.each([
    ['fields of another type', shape({ id: { type: 'string' } }), shape({ id: { type: 'integer' } })],
    ['a field more, called as an annotation is', shape({ title: { type: 'string' } }), shape({})],
    ['a reference in place of the shape', shape({ id: { type: 'string' } }), { $ref: '#/components/schemas/First' }],
  ])('leaves what differs: %s', (_, First, Second) => {
    expect(places({ First, Second })).toEqual([]);
  });

  it('leaves models of one shape, which have a name each', () => {
    const reason = shape({ reason: { type: 'string' } });

    expect(places({ Refusal: reason, Cancellation: reason })).toEqual([]);
  });

  it('does not take an example for a schema', () => {
    const example = { type: 'object', properties: {} };

    expect(places({ First: { type: 'string', examples: [example, example] } })).toEqual([]);
  });
});
