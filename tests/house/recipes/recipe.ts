/** What somebody does by hand to add something, as the documents say it. */
export interface Recipe {
  readonly what: string;
  /** How many files that takes, generated ones apart. */
  readonly files: number;
  /** New files, by path. */
  readonly writes: Readonly<Record<string, string>>;
  /** Files that are there, by path, and what is done to the text of each. */
  readonly edits: Readonly<Record<string, (text: string) => string>>;
}

/** The files of a recipe, by path. */
export function filesOf({ writes, edits }: Recipe): string[] {
  return [...Object.keys(writes), ...Object.keys(edits)].sort();
}
