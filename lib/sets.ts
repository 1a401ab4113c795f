/** Kept beside the lists, not on them: what is stored and shown stays as it was given. */
const sets = new WeakSet<readonly unknown[]>();

/** Says of a list in an input that its order means nothing; the list itself stays as it is. */
export function asSet<T extends readonly unknown[]>(list: T): T {
  sets.add(list);
  return list;
}

/** A value in which every list that is a set stands in one order, whatever it was given in. */
export function withSetsInOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    const members = value.map(withSetsInOrder);
    return sets.has(value) ? members.sort() : members;
  }
  if (typeof value !== 'object' || value === null || Symbol.iterator in value) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withSetsInOrder(inner)]));
}
