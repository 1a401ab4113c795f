import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { discoverFunctions } from '../../../infra/functions.ts';
import { describeApi } from '../../../infra/openapi/document.ts';
import type { Json } from '../../../infra/openapi/json.ts';
import { exampleOf, withExamples } from '../../../infra/openapi/model-examples.ts';
import { hasMeta, isPage, successOf } from '../../../lib/http/reply.ts';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const schemas: Record<string, Json> = {
  Colour: { type: 'string', enum: ['red', 'blue'] },
  Wheel: { type: 'object', properties: { colour: ref('Colour'), size: { type: 'integer', examples: [7, 8] } } },
};

describe('an example', () => {
  it.each([
    ['its own', { type: 'string', examples: ['a', 'b'] }, 'a'],
    ['a constant', { type: 'string', const: 'x' }, 'x'],
    ['the first of an enumeration', { type: 'string', enum: ['one', 'two'] }, 'one'],
    ['that of a model', ref('Wheel'), { colour: 'red', size: 7 }],
    ['one item', { type: 'array', items: ref('Colour') }, ['red']],
    ['the first alternative', { anyOf: [ref('Colour'), { type: 'null' }] }, 'red'],
    [
      'all parts together',
      { allOf: [ref('Wheel'), { type: 'object', properties: { size: { const: 1 } } }] },
      { colour: 'red', size: 1 },
    ],
    ['true', { type: 'boolean' }, true],
    ['a default', { type: 'integer', default: 20 }, 20],
    ['an empty object of no known fields', { type: 'object', additionalProperties: {} }, {}],
    ['none of a text that has none', { type: 'string' }, undefined],
  ])('is %s', (_, schema, expected) => {
    expect(exampleOf(schema, schemas)).toEqual(expected);
  });

  it('is given to each model but to an enumeration, and to one that has its own it is left', () => {
    const own = { type: 'object', examples: [{ size: 9 }] };

    const { Wheel, Colour, Own } = withExamples({ ...schemas, Own: own });

    expect(Wheel).toMatchObject({ examples: [{ colour: 'red', size: 7 }] });
    expect(Colour).toEqual(schemas.Colour);
    expect(Own).toEqual(own);
  });
});

describe('an example of the document', () => {
  const read = async () => JSON.parse(JSON.stringify(describeApi(await discoverFunctions()))) as Json;
  interface Operation {
    readonly requestBody?: { readonly content: Record<string, { readonly schema: Json }> };
    readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: Json }> }>;
  }

  it('is taken by the route that it stands at, and is what the route could answer', async () => {
    const document = await read();
    const { schemas: models } = document.components as { schemas: Record<string, Json> };
    const paths = document.paths as Record<string, Record<string, Operation>>;
    const refused: string[] = [];
    const check = (name: string, schema: z.ZodType, example: unknown) => {
      const { error } = schema.safeParse(example);
      if (error) refused.push(`${name}: ${z.prettifyError(error)}`);
    };

    for (const { name, trigger } of await discoverFunctions()) {
      const operation = trigger.kind === 'http' && paths[trigger.path]?.[trigger.method.toLowerCase()];
      if (trigger.kind !== 'http' || !operation) continue;
      const { status, body } = successOf(trigger);
      const [sent, got] = [operation.requestBody, operation.responses[status]].map(
        (each) => each?.content?.['application/json']?.schema,
      );
      if (trigger.body && sent) check(`body of ${name}`, trigger.body(), exampleOf(sent, models));
      if (typeof body === 'string' || !got) continue;
      const answer = exampleOf(got, models) as { data: unknown };
      if (isPage(body)) check(name, body.items(), answer.data);
      else if (hasMeta(body)) check(name, z.object({ data: body.data(), meta: body.meta() }), answer);
      else if (typeof body === 'function') check(name, body(), answer.data);
      else check(name, body.schema(), answer);
    }

    expect(refused).toEqual([]);
  });
});
