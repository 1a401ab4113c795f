import type { Json, Published } from './published.ts';

/** Says nothing of what a value looks like. */
const annotations = new Set(['description', 'examples', 'example', 'title']);

/**
 * The places of the object schemas that stand more than once in a document, grouped by what they say of a value. Models of one
 * shape are none, since each has its own meaning and name: one of the places is within another schema, where a name belongs.
 */
export function repeatedShapes({ paths, components }: Pick<Published, 'paths' | 'components'>): string[][] {
  const places = new Map<string, string[]>();
  walk({ paths, components }, '#', (schema, at) => {
    const shape = JSON.stringify(shapeOf(schema));
    places.set(shape, [...(places.get(shape) ?? []), at]);
  });
  return [...places.values()].filter((its) => its.length > 1 && its.some((at) => !isModel(at)));
}

function isModel(at: string): boolean {
  return /^#\/components\/schemas\/[^/]+$/.test(at);
}

/** A schema without its annotations, and with its members in one order. */
function shapeOf(value: unknown, isMap = false): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => shapeOf(each));
  const members = Object.entries(value).filter(([name]) => isMap || !annotations.has(name));
  const sorted = members.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, each]) => [name, shapeOf(each, !isMap && name === 'properties')]));
}

function walk(value: unknown, at: string, see: (schema: Json, at: string) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (isObjectSchema(value)) see(value, at);
  // A field of a model may be called as an annotation is.
  const isMap = at.endsWith('/properties');
  for (const [name, each] of Object.entries(value))
    if (isMap || !annotations.has(name)) walk(each, `${at}/${name.replaceAll('/', '~1')}`, see);
}

function isObjectSchema(value: object): value is Json {
  return 'properties' in value && 'type' in value && value.type === 'object';
}
