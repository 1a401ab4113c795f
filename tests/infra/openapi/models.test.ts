import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { createModels } from '../../../infra/openapi/models.ts';

// zod's registry of ids is one for all, so each of these has a name that no model of the product has.
const colour = z.enum(['red', 'blue']).meta({ id: 'TestColour' });
const wheel = z.object({ colour, size: z.int().min(1).max(9) }).meta({ id: 'TestWheel' });
const cart = z.strictObject({ wheels: z.array(wheel), colour: colour.default('red') }).meta({ id: 'TestCart' });

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

describe('the models of a document', () => {
  it('are the schemas that have an id, and routes refer to them', () => {
    const models = createModels({ inputs: [], outputs: [z.object({ wheel, more: z.array(wheel) })] });

    const json = models.output(z.object({ wheel, more: z.array(wheel) }));

    expect(json).toMatchObject({ properties: { wheel: ref('TestWheel'), more: { items: ref('TestWheel') } } });
    expect(models.output(wheel)).toEqual(ref('TestWheel'));
    expect(Object.keys(models.schemas).sort()).toEqual(['TestColour', 'TestWheel']);
    expect(models.schemas.TestWheel).toMatchObject({ properties: { colour: ref('TestColour') } });
  });

  it('hand no name on to what extends them', () => {
    const bigger = wheel.extend({ spokes: z.int().min(1).max(99) });

    const { schemas, output } = createModels({ inputs: [], outputs: [bigger] });

    expect(output(bigger)).toMatchObject({ type: 'object', properties: { spokes: {}, colour: ref('TestColour') } });
    expect(Object.keys(schemas)).toEqual(['TestColour']);
  });

  it('are two where a client sends another form than it gets, and so are those that refer to such a one', () => {
    const garage = z.object({ cart }).meta({ id: 'TestGarage' });

    const { schemas, input, output } = createModels({ inputs: [garage], outputs: [garage] });

    expect([input(garage), output(garage)]).toEqual([ref('TestGarageInput'), ref('TestGarage')]);
    expect(Object.keys(schemas).sort()).toEqual([
      'TestCart',
      'TestCartInput',
      'TestColour',
      'TestGarage',
      'TestGarageInput',
      'TestWheel',
    ]);
    expect(schemas.TestGarageInput).toMatchObject({ properties: { cart: ref('TestCartInput') } });
    expect(schemas.TestCartInput).toMatchObject({ properties: { wheels: { items: ref('TestWheel') } } });
  });

  it('refuse unknown fields where they are sent, and leave room for them where they are got', () => {
    const { schemas } = createModels({ inputs: [cart], outputs: [cart] });

    expect(schemas.TestCartInput).toMatchObject({ additionalProperties: false, required: ['wheels'] });
    expect(schemas.TestCart).not.toHaveProperty('additionalProperties');
    expect(schemas.TestCart).toMatchObject({ required: ['wheels', 'colour'] });
  });

  it('say in words what an absent field of a body means, since generators take a default for a field that is there', () => {
    const paint = z
      .strictObject({ colour: colour.default('red'), coats: z.int().default(2).describe('How many.') })
      .meta({ id: 'TestPaint' });

    const { schemas } = createModels({ inputs: [paint], outputs: [] });

    expect(schemas.TestPaint).toMatchObject({
      properties: {
        colour: { ...ref('TestColour'), description: '`red` when it is absent.', 'x-default': 'red' },
        coats: { description: 'How many. `2` when it is absent.' },
      },
    });
    expect(JSON.stringify(schemas)).not.toContain('"default"');
  });

  it('keep the default of what is no model, such as a parameter', () => {
    const { input } = createModels({ inputs: [], outputs: [] });

    expect(input(z.object({ limit: z.int().default(20) }))).toMatchObject({ properties: { limit: { default: 20 } } });
  });

  it('have each its own name', () => {
    const [one, other] = [z.object({ a: z.string() }), z.object({ b: z.string() })].map((each) =>
      each.meta({ id: 'TestTwin' }),
    );

    expect(() => createModels({ inputs: [], outputs: [one, other] as z.ZodType[] })).toThrow(
      'Two schemas have the id TestTwin.',
    );
  });

  it('have no name that is another’s as clients send it', () => {
    const odd = z.object({ a: z.string() }).meta({ id: 'TestCartInput' });

    expect(() => createModels({ inputs: [cart, odd], outputs: [cart] })).toThrow(
      'The id TestCartInput is that of TestCart as clients send it.',
    );
  });

  it('map the values of a discriminator to the models that have them', () => {
    const bus = z.object({ kind: z.literal('bus') }).meta({ id: 'TestBus' });
    const tram = z.object({ kind: z.literal('tram') }).meta({ id: 'TestTram' });
    const vehicle = z.discriminatedUnion('kind', [bus, tram]).meta({ id: 'TestVehicle' });

    const { schemas } = createModels({ inputs: [], outputs: [vehicle] });

    expect(schemas.TestVehicle).toEqual({
      oneOf: [ref('TestBus'), ref('TestTram')],
      discriminator: {
        propertyName: 'kind',
        mapping: { bus: ref('TestBus').$ref, tram: ref('TestTram').$ref },
      },
    });
  });
});
