import type { Comparable, Comparison, Condition } from '../../lib/data/condition.ts';
import type { Changes, Item } from '../../lib/data/database.ts';

/** Strings in DynamoDB's order, which is that of their UTF-8 bytes. */
export function compareText(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** Whether a condition holds of an item, as DynamoDB judges it. */
export function holds(condition: Condition, item: Item | undefined): boolean {
  switch (condition.kind) {
    case 'present':
      return item?.[condition.attribute] !== undefined;
    case 'absent':
      return item?.[condition.attribute] === undefined;
    case 'allOf':
      return condition.conditions.every((part) => holds(part, item));
    case 'anyOf':
      return condition.conditions.some((part) => holds(part, item));
    default:
      return compares(condition.kind, item?.[condition.attribute], condition.value);
  }
}

/** Values of different types are unequal and have no order. */
function compares(comparison: Comparison, actual: unknown, wanted: Comparable): boolean {
  if (comparison === 'equals') return actual === wanted;
  if (comparison === 'notEquals') return actual !== wanted;
  const order = orderOf(actual, wanted);
  if (order === undefined) return false;
  const verdicts = { lessThan: order < 0, atMost: order <= 0, greaterThan: order > 0, atLeast: order >= 0 };
  return verdicts[comparison];
}

function orderOf(actual: unknown, wanted: Comparable): number | undefined {
  if (typeof actual === 'string' && typeof wanted === 'string') return compareText(actual, wanted);
  if (typeof actual === 'number' && typeof wanted === 'number') return actual - wanted;
  return undefined;
}

/** The item after an update; a number that is added to nothing begins at zero. */
export function changed(item: Item, { set = {}, remove = [], add = {} }: Changes): Item {
  const touched = [...Object.keys(set), ...remove, ...Object.keys(add)];
  if (touched.length === 0 || new Set(touched).size < touched.length)
    throw new Error('ValidationException: an update changes at least one attribute, and each of them once');
  const sums = Object.entries(add).map(([attribute, by]) => [attribute, sum(item[attribute], by)]);
  const kept = Object.entries(item).filter(([attribute]) => !remove.includes(attribute));
  return { ...(Object.fromEntries(kept) as Item), ...set, ...Object.fromEntries(sums) };
}

function sum(actual: unknown = 0, by: number): number {
  if (typeof actual !== 'number') throw new Error('ValidationException: only a number can be added to');
  return actual + by;
}
