/** The sets are noted beside the lists and not on them, so that what is stored and shown stays as it was given. */
const sets = new WeakSet<readonly unknown[]>();

/** Notes that the order of a list in an input means nothing; the list itself stays as it is. */
export function asSet<T extends readonly unknown[]>(list: T): T {
  sets.add(list);
  return list;
}

/** Sorts every list in a value that was noted as a set, so that its given order does not matter. */
export function withSetsInOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    const members = value.map(withSetsInOrder);
    return sets.has(value) ? members.sort() : members;
  }
  if (typeof value !== 'object' || value === null || Symbol.iterator in value) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withSetsInOrder(inner)]));
}
