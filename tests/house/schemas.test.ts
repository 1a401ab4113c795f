import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { person, user } from '../../lib/domains/identity/users/schema.ts';
import { queueState } from '../../lib/domains/operations/queues/schema.ts';
import { describeShown, type Json, partsOf, type Shown, sent, shown } from './shown-schemas.ts';

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

/** Paths of what fails a check, in a schema and in the models that it names. */
function failing(check: (node: Json) => boolean, one: Shown): string[] {
  const { models, rest } = describeShown(one);
  const parts = [rest, ...models].flatMap(({ at, node }) => partsOf(node, at));
  return parts.filter(({ node }) => !check(node)).map(({ at }) => at);
}

/** Whether a text or a number has an example, an enum or a constant to stand for it. */
function isShown({ type, enum: values, const: value, examples }: Json): boolean {
  const isLeaf = type === 'string' || type === 'integer' || type === 'number';
  return !isLeaf || Array.isArray(values) || value !== undefined || (Array.isArray(examples) && examples.length > 0);
}

/** Whether a number has bounds that somebody chose: those of zod are those of JavaScript. */
function isBounded({ type, minimum, maximum }: Json): boolean {
  if (type !== 'integer' && type !== 'number') return true;
  return [minimum, maximum].every((bound) => typeof bound === 'number' && Math.abs(bound) < Number.MAX_SAFE_INTEGER);
}

/** Whether a pattern is a regular expression by each of the flags that readers of a schema give it. */
function isPortable({ pattern }: Json): boolean {
  return typeof pattern !== 'string' || ['', 'u', 'v'].every((flags) => compiles(pattern, flags));
}

function compiles(pattern: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags) !== undefined;
  } catch {
    return false;
  }
}

const rules = [
  { rule: 'has an example of each text and number', check: isShown, broken: z.string() },
  { rule: 'bounds each number', check: isBounded, broken: z.int().min(0) },
  {
    rule: 'has patterns that compile with and without u and v',
    check: isPortable,
    broken: z.string().regex(/[a-z_-]/),
  },
];

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

  it('says what it is where it has a name', () => {
    const models = shown.flatMap((one) => describeShown(one).models);

    expect(models.filter(({ node }) => !/^[A-Z].*\.$/s.test(String(node.description)))).toEqual([]);
  });

  it('tells a greatest count without refusing what is greater, since SQS bounds none', () => {
    const { visible } = queueState().shape;

    expect(z.toJSONSchema(visible)).toMatchObject({ maximum: 2_147_483_647 });
    expect(visible.safeParse(3_000_000_000).success).toBe(true);
  });

  it.each(rules)('$rule', ({ check }) => {
    expect([...new Set(shown.flatMap((one) => failing(check, one)))]).toEqual([]);
  });

  it.each(rules)('$rule, or is seen at any depth', ({ check, broken }) => {
    const model = z.strictObject({ list: z.array(broken) }).meta({ id: 'Outer' });

    expect(failing(check, sent(model))).toEqual(['Outer.properties.list.items']);
  });
});
