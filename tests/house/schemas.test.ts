import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { discoverFunctions } from '../../infra/functions.ts';
import { person, user } from '../../lib/domains/identity/users/schema.ts';
import { isPage, successOf } from '../../lib/http/reply.ts';
import type { Body, HttpTrigger } from '../../lib/http/trigger.ts';

/** A schema that clients see, with where it stands and which way it goes. */
interface Shown {
  readonly at: string;
  readonly io: 'input' | 'output';
  readonly schema: z.ZodType;
}

type Json = Readonly<Record<string, unknown>>;

/** A part of a JSON Schema, and the path that leads to it. */
interface Part {
  readonly at: string;
  readonly node: Json;
}

function schemaOf(body: Body): z.ZodType[] {
  if (typeof body === 'string') return [];
  if (isPage(body)) return [body.items()];
  return [typeof body === 'function' ? body() : body.schema()];
}

/** The schemas of a route: its body, its answer, and each of its parameters, since an object of these is no model. */
function shownBy(name: string, trigger: HttpTrigger): Shown[] {
  const { params, query, body } = trigger;
  const parameters = Object.entries({ ...params?.().shape, ...query?.().shape });
  return [
    ...parameters.map(([key, schema]) => ({ at: `${name}.${key}`, io: 'input' as const, schema })),
    ...(body ? [{ at: `${name}.body`, io: 'input' as const, schema: body() }] : []),
    ...schemaOf(successOf(trigger).body).map((schema) => ({ at: `${name}.answer`, io: 'output' as const, schema })),
  ];
}

const functions = await discoverFunctions();
const shown = functions.flatMap(({ name, trigger }) => (trigger.kind === 'http' ? shownBy(name, trigger) : []));

/** Every object within a JSON Schema, its examples and the names of fields apart. */
function partsOf(value: unknown, at: string): Part[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value)
    .filter(([key]) => key !== 'examples' && key !== 'propertyNames')
    .flatMap(([key, each]) => partsOf(each, `${at}.${key}`));
  return Array.isArray(value) ? inner : [{ at, node: value as Json }, ...inner];
}

/** Splits a schema into the models that it names, and what is left of it. */
function describeShown({ schema, io, at }: Shown): { readonly models: Part[]; readonly rest: Part } {
  const { $schema: _, $defs = {}, ...node } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  const models = Object.entries($defs).map(([name, model]) => ({ at: name, node: model as Json }));
  return { models, rest: { at, node } };
}

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

/** Paths of the examples that their own schema refuses. */
function refusedExamples({ schema, io, at }: Shown): string[] {
  const refused: string[] = [];
  z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema: { examples = [] }, path }) => {
      const fits = (example: unknown) => z.safeParse(zodSchema, example).success;
      if (!(examples as unknown[]).every(fits)) refused.push([at, ...path].join('.'));
    },
  });
  return refused;
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

const nest = (schema: z.ZodType): Shown => ({ at: 'body', io: 'input', schema });

describe('a schema that clients see', () => {
  it('has a name for each object, enum and union in it', () => {
    expect(shown.length).toBeGreaterThan(50);
    expect([...new Set(shown.flatMap(namelessIn))]).toEqual([]);
  });

  it('without a name is seen, at any depth', () => {
    const inner = z.strictObject({ of: z.enum(['a', 'b']) });
    const model = z.strictObject({ list: z.array(inner) }).meta({ id: 'Outer' });

    expect(namelessIn(nest(model))).toEqual([
      'Outer.properties.list.items',
      'Outer.properties.list.items.properties.of',
    ]);
  });

  it('hands its name on to no other, such as one that is stored', () => {
    expect([user, person].map((one) => z.globalRegistry.get(one())?.id)).toEqual(['User', undefined]);
  });

  it.each(['input', 'output'] as const)('shares its names with no other: %s', (io) => {
    const every = shown.filter((one) => one.io === io).map(({ at, schema }) => [at, schema] as const);

    expect(() => z.toJSONSchema(z.object(Object.fromEntries(every)), { io, unrepresentable: 'any' })).not.toThrow();
  });

  it('says what it is where it has a name', () => {
    const models = shown.flatMap((one) => describeShown(one).models);

    expect(models.filter(({ node }) => !/^[A-Z].*\.$/s.test(String(node.description)))).toEqual([]);
  });

  it('takes its own examples', () => {
    expect(shown.flatMap(refusedExamples)).toEqual([]);
  });

  it('whose example is of another shape is seen, at any depth', () => {
    const model = z.strictObject({
      list: z.array(
        z
          .string()
          .max(1)
          .meta({ examples: ['ab'] }),
      ),
    });

    expect(refusedExamples(nest(model))).toEqual(['body.properties.list.items']);
  });

  it.each(rules)('$rule', ({ check }) => {
    expect([...new Set(shown.flatMap((one) => failing(check, one)))]).toEqual([]);
  });

  it.each(rules)('$rule, or is seen at any depth', ({ check, broken }) => {
    const model = z.strictObject({ list: z.array(broken) }).meta({ id: 'Outer' });

    expect(failing(check, nest(model))).toEqual(['Outer.properties.list.items']);
  });
});
