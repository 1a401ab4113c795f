/** The entries of a batch that a function left undone; `'all'` when its answer has no form that AWS would accept. */
export type Failures = ReadonlySet<string> | 'all';

/** Reads a partial batch answer as AWS does: nothing means success, and anything malformed or unknown means that all failed. */
export function failuresOf(answer: unknown, identifiers: readonly string[]): Failures {
  if (answer === null || answer === undefined) return new Set();
  const failures = (answer as { batchItemFailures?: unknown }).batchItemFailures ?? [];
  if (!Array.isArray(failures)) return 'all';
  const named = failures.map((failure: { itemIdentifier?: unknown } | null) => failure?.itemIdentifier);
  const known = named.filter((name): name is string => typeof name === 'string' && identifiers.includes(name));
  return known.length === named.length ? new Set(known) : 'all';
}
