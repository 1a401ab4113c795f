import { type Json, listOf, partOf, resolve } from './json.ts';
import { formsOf, modelOf, valuesOf } from './schema-forms.ts';

export const problemType = 'application/problem+json';

/** The codes that an answer may have: those of its examples where each code has one, else those that its schema lists. */
export function codesOf(document: Json, answer: Json): readonly string[] {
  const content = partOf(partOf(answer, 'content'), problemType);
  const examples = Object.keys(partOf(content, 'examples'));
  if (examples.length > 0) return examples;
  return formsOf(document, partOf(content, 'schema')).flatMap((form) =>
    formsOf(document, partOf(partOf(form, 'properties'), 'code')).flatMap((code) => (valuesOf(code) ?? []).map(String)),
  );
}

/** A problem without its code; what all problems are stays a reference, so that its changes are told once. */
export function withoutCode(document: Json, schema: Json): Json {
  const { properties, ...rest } = resolve(document, schema);
  const { code: _, ...others } = partOf({ properties }, 'properties');
  const parts = listOf(rest, 'allOf').map((part) => (modelOf(part) ? part : withoutCode(document, part)));
  return { ...rest, ...(parts.length > 0 && { allOf: parts }), properties: others };
}
