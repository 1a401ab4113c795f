/** Whether clients send the values of a schema, which may take no less than before, or get them, and then no more than before. */
export type Direction = 'sent' | 'received';

/** One change of a schema. */
export interface Difference {
  readonly kind: 'break' | 'new';
  /** The named model that has changed, from which the path leads; undefined for the schema itself. */
  readonly model?: string;
  readonly path: readonly string[];
  /** The predicate of its sentence: `is now required`. */
  readonly what: string;
  /** Whom it breaks: `that send none`. */
  readonly whom: string;
  readonly sunset?: string | undefined;
}

export function broken(what: string, whom: string, sunset?: string): Difference {
  return { kind: 'break', path: [], what, whom, sunset };
}

/** Differences as those of what they lie in; those of a model stay where they are. */
export function under(step: string, differences: readonly Difference[]): Difference[] {
  return differences.map((each) => (each.model === undefined ? { ...each, path: [step, ...each.path] } : each));
}

/** A path in words: `data[].email`. */
export function describePath(path: readonly string[]): string {
  return path.join('.').replaceAll('.[]', '[]');
}
