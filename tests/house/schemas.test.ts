import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { person, user } from '../../lib/domains/identity/users/schema.ts';
import { queueState } from '../../lib/domains/operations/queues/schema.ts';
import { describeShown, eachWithin, type Json, partsOf, type Shown, sent, shown } from './shown-schemas.ts';

/** Paths of the objects, enums and unions of a schema that have no name. */
function namelessIn(one: Shown): string[] {
  const { models, rest } = describeShown(one);
  const within = models.flatMap(({ at, node }) => partsOf(node, at).slice(1));
  return [...partsOf(rest.node, rest.at), ...within]
    .filter(({ node }) => isTyped(node) && (node.properties || node.enum || node.oneOf))
    .map(({ at }) => at);
}

/** Whether it is a schema, and not the `properties` of one, where a field may have any name. */
function isTyped({ type, oneOf }: Json): boolean {
  return typeof type === 'string' || Array.isArray(oneOf);
}

/** Paths of the patterns whose flags JSON Schema cannot say: but for those by which it is read in any case, they are lost. */
function lostFlags(one: Shown): string[] {
  const lost: string[] = [];
  eachWithin(one, ({ zodSchema, at }) => {
    const { checks = [], pattern } = zodSchema._zod.def as { checks?: readonly Checked[]; pattern?: unknown };
    const patterns = [pattern, ...checks.map((check) => check._zod.def.pattern)];
    if (patterns.some((each) => each instanceof RegExp && /[^uv]/.test(each.flags))) lost.push(at);
  });
  return lost;
}

interface Checked {
  readonly _zod: { readonly def: { readonly pattern?: unknown } };
}

describe('a schema that clients see', () => {
  it('has a name for each object, enum and union in it', () => {
    expect(shown.length).toBeGreaterThan(50);
    expect([...new Set(shown.flatMap(namelessIn))]).toEqual([]);
  });

  it('without a name is seen, at any depth', () => {
    const inner = z.strictObject({ of: z.enum(['a', 'b']) });
    const model = z.strictObject({ list: z.array(inner) }).meta({ id: 'Outer' });

    expect(namelessIn(sent(model))).toEqual([
      'Outer.properties.list.items',
      'Outer.properties.list.items.properties.of',
    ]);
  });

  it('hands its name on to no other, such as one that is stored', () => {
    expect([user, person].map((one) => z.globalRegistry.get(one())?.id)).toEqual(['User', undefined]);
  });

  it('shares its name with no other', () => {
    const every = Object.fromEntries(shown.map(({ at, schema }) => [at, schema]));

    expect(() => z.toJSONSchema(z.object(every), { unrepresentable: 'any' })).not.toThrow();
  });

  it('tells a greatest count without refusing what is greater, since SQS bounds none', () => {
    const { visible } = queueState().shape;

    expect(z.toJSONSchema(visible)).toMatchObject({ maximum: 2_147_483_647 });
    expect(visible.safeParse(3_000_000_000).success).toBe(true);
  });

  it('has no pattern with flags that its document loses', () => {
    expect(shown.flatMap(lostFlags)).toEqual([]);
  });

  it.each([
    ['among the checks of a text', z.string().regex(/^a$/i)],
    ['of a format', z.email({ pattern: /^a@b$/i })],
  ])('with such a pattern is seen, %s', (_, text) => {
    const model = z.strictObject({ list: z.array(text) });

    expect(lostFlags(sent(model))).toEqual(['body.properties.list.items']);
  });
});
