import { type Json, listOf } from './json.ts';
import { isAnnotation, modelOf } from './schema-forms.ts';

/** The models that two schemas are both made of, which are compared by their names, and what each schema has beside them. */
export interface SharedParts {
  readonly shared: readonly Json[];
  readonly before: Json;
  readonly after: Json;
}

/** The models of which both schemas have every rule. */
export function sharedParts(before: Json, after: Json): SharedParts {
  const shared = sharedIn(listOf(before, 'allOf'), listOf(after, 'allOf'));
  const rest = (schema: Json) =>
    shared.length > 0 ? { ...schema, allOf: without(listOf(schema, 'allOf'), shared) } : schema;
  return { shared, before: rest(before), after: rest(after) };
}

/** The models that both schemas may be. */
export function sharedVariants(before: Json, after: Json): SharedParts {
  const shared = sharedIn(variantsOf(before), variantsOf(after));
  const rest = (schema: Json) => (shared.length > 0 ? { anyOf: without(variantsOf(schema), shared) } : schema);
  return { shared, before: rest(before), after: rest(after) };
}

/** A model alone is a union of one; where a union has rules beside it, none of its models stands for itself. */
function variantsOf(schema: Json): readonly Json[] {
  const { anyOf, oneOf, default: _, 'x-default': __, ...rest } = schema;
  if (modelOf(rest) !== undefined) return [rest];
  const union = anyOf ?? oneOf;
  return Array.isArray(union) && Object.keys(rest).every(isAnnotation) ? (union as Json[]) : [];
}

function sharedIn(parts: readonly Json[], others: readonly Json[]): readonly Json[] {
  return parts.filter((part) => modelOf(part) !== undefined && others.some((each) => modelOf(each) === modelOf(part)));
}

function without(parts: readonly Json[], shared: readonly Json[]): Json[] {
  return parts.filter((part) => !shared.some((each) => modelOf(each) === modelOf(part)));
}
