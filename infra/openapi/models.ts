import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { isObject, type Json } from './json.ts';

/** Which way a schema is read: as clients send a value, or as they get one. */
type Direction = 'input' | 'output';

/** The named models of a document, and how its routes refer to them. */
export interface Models {
  /** The JSON Schema of what clients send, where each schema that has an id is a reference to its model. */
  readonly input: (schema: z.ZodType) => Json;
  /** The JSON Schema of what clients get; it is open to fields of later releases. */
  readonly output: (schema: z.ZodType) => Json;
  /** The models by their names. */
  readonly schemas: Readonly<Record<string, Json>>;
}

/** The schemas of all routes. */
export interface SchemasInUse {
  readonly inputs: readonly z.ZodType[];
  readonly outputs: readonly z.ZodType[];
}

const prefix = '#/components/schemas/';

/**
 * Names each schema that has an id; throws where two have the same one. One that clients send in another form than they get it,
 * since defaults may be left out and unknown fields are refused, is two models: what they send is `<Name>Input`.
 */
export function createModels({ inputs, outputs }: SchemasInUse): Models {
  const sent = definitionsOf(inputs, 'input');
  const got = definitionsOf(outputs, 'output');
  const renamed = namesInTwoForms(sent, got);
  const inputName = (name: string) => (renamed.has(name) ? `${name}Input` : name);
  const outputName = (name: string) => name;
  const rename = (definitions: Definitions, nameOf: (name: string) => string) =>
    Object.entries(definitions).map(([name, json]) => [nameOf(name), refer(json, nameOf)] as const);
  const clash = [...renamed].find((name) => inputName(name) in sent || inputName(name) in got);
  if (clash !== undefined) throw new Error(`The id ${inputName(clash)} is that of ${clash} as clients send it.`);
  const schemas = Object.fromEntries([...rename(withoutDefaults(sent), inputName), ...rename(got, outputName)]);
  return {
    input: (schema) => refer(convert(schema, 'input').root, inputName),
    output: (schema) => refer(convert(schema, 'output').root, outputName),
    schemas: Object.fromEntries(Object.entries(schemas).map(([name, json]) => [name, withMapping(json, schemas)])),
  };
}

/** A reference to a model. */
export function modelReference(name: string): { readonly $ref: string } {
  return { $ref: `${prefix}${name}` };
}

/** The name of the model that a schema refers to. */
export function referredModel({ $ref }: Json): string | undefined {
  return typeof $ref === 'string' && $ref.startsWith(prefix) ? $ref.slice(prefix.length) : undefined;
}

type Definitions = Readonly<Record<string, Json>>;

function definitionsOf(schemas: readonly z.ZodType[], direction: Direction): Definitions {
  const definitions: Record<string, Json> = {};
  for (const [name, json] of schemas.flatMap((schema) => Object.entries(convert(schema, direction).definitions))) {
    if (!isDeepStrictEqual(definitions[name] ?? json, json)) throw new Error(`Two schemas have the id ${name}.`);
    definitions[name] = json;
  }
  return definitions;
}

/**
 * Moves the default of each field into its description; for programs it stays beside that, as `x-default`. A generator takes a
 * field that has a default for one that is always there, though a client may leave it out.
 */
function withoutDefaults(definitions: Definitions): Definitions {
  return JSON.parse(JSON.stringify(definitions), (_, value) => {
    if (!isObject(value) || !('default' in value)) return value;
    const { default: preset, ...rest } = value;
    const said = `\`${String(preset)}\` when it is absent.`;
    const description = rest.description === undefined ? said : `${String(rest.description)} ${said}`;
    return { ...rest, description, 'x-default': preset };
  });
}

function convert(schema: z.ZodType, direction: Direction): { root: Json; definitions: Definitions } {
  const {
    $schema: _,
    $defs = {},
    ...root
  } = z.toJSONSchema(schema, {
    io: direction,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const { def } = zodSchema._zod;
      if (def.type === 'union' && 'discriminator' in def) {
        jsonSchema.discriminator = { propertyName: def.discriminator };
      }
      // Whoever reads an answer leaves alone what a later release adds to it.
      if (direction === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  }) as Json;
  return { root, definitions: $defs as Definitions };
}

/** The names of models that differ by direction, and of those that refer to one that does. */
function namesInTwoForms(sent: Definitions, got: Definitions): Set<string> {
  const common = Object.keys(sent).filter((name) => name in got);
  const names = new Set(common.filter((name) => !isDeepStrictEqual(sent[name], got[name])));
  for (let known = -1; known < names.size; ) {
    known = names.size;
    for (const name of common) if (namesIn(sent[name]).some((each) => names.has(each))) names.add(name);
  }
  return names;
}

function namesIn(json: Json | undefined): string[] {
  return [...JSON.stringify(json).matchAll(/"#\/\$defs\/(\w+)"/g)].map(([, name = '']) => name);
}

/** Turns references within one schema into those of the document. */
function refer(json: Json, nameOf: (name: string) => string): Json {
  return JSON.parse(JSON.stringify(json), (key, value) =>
    key === '$ref'
      ? String(value).replace(/^#\/\$defs\/(\w+)$/, (_, name: string) => `${prefix}${nameOf(name)}`)
      : value,
  );
}

/** Says which values of a discriminator stand for which model; a union that has one is of named models. */
function withMapping(json: Json, schemas: Definitions): Json {
  const { discriminator, oneOf } = json as { discriminator?: { propertyName: string }; oneOf?: readonly Json[] };
  if (!discriminator || !oneOf) return json;
  const entries = oneOf.map((alternative) => {
    const properties = schemas[referredModel(alternative) ?? '']?.properties as Record<string, Json> | undefined;
    return [properties?.[discriminator.propertyName]?.const, alternative.$ref];
  });
  return { ...json, discriminator: { ...discriminator, mapping: Object.fromEntries(entries) } };
}
