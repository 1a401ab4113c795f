import * as z from 'zod';
import { discoverFunctions } from '../../infra/functions.ts';
import { hasMeta, isPage, successOf } from '../../lib/http/reply.ts';
import type { Body, HttpTrigger } from '../../lib/http/trigger.ts';

/** A schema that clients see, with where it stands and which way it goes. */
export interface Shown {
  readonly at: string;
  readonly io: 'input' | 'output';
  readonly schema: z.ZodType;
}

export type Json = Readonly<Record<string, unknown>>;

/** A part of a JSON Schema, and the path that leads to it. */
export interface Part {
  readonly at: string;
  readonly node: Json;
}

function schemaOf(body: Body): z.ZodType[] {
  if (typeof body === 'string') return [];
  if (isPage(body)) return [body.items()];
  if (hasMeta(body)) return [body.data(), body.meta()];
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

/** Every schema of a body, an answer or a parameter of ours. */
export const shown: readonly Shown[] = functions.flatMap(({ name, trigger }) =>
  trigger.kind === 'http' ? shownBy(name, trigger) : [],
);

/** Every object within a JSON Schema, its examples and the names of fields apart. */
export function partsOf(value: unknown, at: string): Part[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value)
    .filter(([key]) => key !== 'examples' && key !== 'propertyNames')
    .flatMap(([key, each]) => partsOf(each, `${at}.${key}`));
  return Array.isArray(value) ? inner : [{ at, node: value as Json }, ...inner];
}

/** Splits a schema into the models that it names, and what is left of it. */
export function describeShown({ schema, io, at }: Shown): { readonly models: Part[]; readonly rest: Part } {
  const { $schema: _, $defs = {}, ...node } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  const models = Object.entries($defs).map(([name, model]) => ({ at: name, node: model as Json }));
  return { models, rest: { at, node } };
}

/** Goes through a schema of zod and all within it, each with what clients see of it. */
export function eachWithin(
  { schema, io, at }: Shown,
  see: (within: { readonly zodSchema: z.core.$ZodType; readonly node: Json; readonly at: string }) => void,
): void {
  z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema, path }) => see({ zodSchema, node: jsonSchema, at: [at, ...path].join('.') }),
  });
}

/** A schema as if somebody sent it. */
export const sent = (schema: z.ZodType): Shown => ({ at: 'body', io: 'input', schema });
