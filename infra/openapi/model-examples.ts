import { isObject, type Json } from './json.ts';
import { referredModel } from './models.ts';

type Schemas = Readonly<Record<string, Json>>;

/** Gives each model of an object or a union an example, composed of those of its fields, unless it has one of its own. */
export function withExamples(schemas: Schemas): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, json]) => [
      name,
      'examples' in json || 'enum' in json ? json : { ...json, examples: [exampleOf(json, schemas)] },
    ]),
  );
}

/**
 * An example of what a schema describes: its own, or one composed of those of its parts, with all the fields that it knows.
 * Undefined where a part has none.
 */
export function exampleOf(json: Json, schemas: Schemas): unknown {
  const model = referredModel(json);
  if (model !== undefined) return exampleOf(schemas[model] ?? {}, schemas);
  if (Array.isArray(json.examples)) return json.examples[0];
  if ('const' in json) return json.const;
  if (Array.isArray(json.enum)) return json.enum[0];
  if (Array.isArray(json.allOf)) return Object.assign({}, ...json.allOf.map((each) => exampleOf(each, schemas)));
  const [alternative] = [json.oneOf, json.anyOf].find(Array.isArray) ?? [];
  if (alternative) return exampleOf(alternative, schemas);
  return exampleOfType(json, schemas);
}

function exampleOfType(json: Json, schemas: Schemas): unknown {
  if (json.type === 'array') return isObject(json.items) ? [exampleOf(json.items, schemas)] : [];
  if (json.type === 'object') return exampleOfObject(json, schemas);
  return json.type === 'boolean' ? true : json.default;
}

function exampleOfObject({ properties }: Json, schemas: Schemas): unknown {
  if (!isObject(properties)) return {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, exampleOf(property as Json, schemas)]),
  );
}
