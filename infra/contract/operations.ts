import { isObject } from '../openapi/json.ts';
import { type Json, listOf, partOf } from './json.ts';

/** The routes of an OpenAPI document by their method and path: `POST /v1/users`. */
export function operationsOf(document: Json): Map<string, Json> {
  const operations = Object.entries(partOf(document, 'paths')).flatMap(([path, methods]) =>
    Object.entries(methods as Json)
      .filter(([, operation]) => isObject(operation))
      .map(([method, operation]): [string, Json] => [`${method.toUpperCase()} ${path}`, operation as Json]),
  );
  return new Map(operations);
}

/** Every reference within a node, and within what those lead to. */
export function referencesIn(document: Json, node: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(node)) for (const each of node) referencesIn(document, each, found);
  if (!isObject(node)) return found;
  const { $ref } = node;
  if (typeof $ref === 'string' && !found.has($ref)) {
    found.add($ref);
    const [, , kind = '', name = ''] = $ref.split('/');
    referencesIn(document, partOf(partOf(document, 'components'), kind)[name], found);
  }
  for (const each of Object.values(node)) referencesIn(document, each, found);
  return found;
}

/** Whether nothing at all is among the alternatives. */
export function isOpen(alternatives: readonly (readonly string[])[]): boolean {
  return alternatives.some((ways) => ways.length === 0);
}

/** The alternatives of which a caller has to meet one; an empty one where nobody has to. */
export function alternativesOf(document: Json, operation: Json): readonly (readonly string[])[] {
  const owner = 'security' in operation ? operation : document;
  const alternatives = listOf(owner, 'security').map((each) => Object.keys(each));
  return alternatives.length > 0 ? alternatives : [[]];
}
