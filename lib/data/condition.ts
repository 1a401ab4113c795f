/** A value that a condition compares with; strings order by their UTF-8 bytes. */
export type Comparable = string | number | boolean;

export type Comparison = 'equals' | 'notEquals' | 'lessThan' | 'atMost' | 'greaterThan' | 'atLeast';

/**
 * What must hold of the stored item for a write to happen; it is plain data, so that a database and a fake can both judge it.
 */
export type Condition =
  | { readonly kind: 'present' | 'absent'; readonly attribute: string }
  | { readonly kind: Comparison; readonly attribute: string; readonly value: Comparable }
  | { readonly kind: 'allOf' | 'anyOf'; readonly conditions: readonly Condition[] };

/** The item has the attribute. */
export const present = (attribute: string): Condition => ({ kind: 'present', attribute });

/** The item lacks the attribute, or there is no item. */
export const absent = (attribute: string): Condition => ({ kind: 'absent', attribute });

export const equals = comparison('equals');

/** The attribute has another value, or is absent. */
export const notEquals = comparison('notEquals');

/** The attribute is present and comes before the value; the same holds for the other comparisons of order. */
export const lessThan = comparison('lessThan');
export const atMost = comparison('atMost');
export const greaterThan = comparison('greaterThan');
export const atLeast = comparison('atLeast');

/** Every one of the conditions holds. */
export const allOf = (...conditions: readonly [Condition, ...Condition[]]): Condition => ({
  kind: 'allOf',
  conditions,
});

/** At least one of the conditions holds. */
export const anyOf = (...conditions: readonly [Condition, ...Condition[]]): Condition => ({
  kind: 'anyOf',
  conditions,
});

function comparison(kind: Comparison) {
  return (attribute: string, value: Comparable): Condition => ({ kind, attribute, value });
}
