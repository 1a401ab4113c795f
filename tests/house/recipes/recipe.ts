/** What somebody does by hand to add something, as the documents say it. */
export interface Recipe {
  readonly what: string;
  /** How many files that takes, generated ones apart. */
  readonly files: number;
  /** New files, by path. */
  readonly writes: Readonly<Record<string, string>>;
  /** Files that are there, by path, and what is done to the text of each. */
  readonly edits: Readonly<Record<string, (text: string) => string>>;
  /** Tests that are there already and hold what it makes, beside those that it writes. */
  readonly heldBy?: readonly string[];
}

/** The files of a recipe, by path. */
export function filesOf({ writes, edits }: Recipe): string[] {
  return [...Object.keys(writes), ...Object.keys(edits)].sort();
}

/** The text with a line in front of the first place that begins so; throws where there is none. */
export function inserted(text: string, before: string, line: string): string {
  const at = text.indexOf(before);
  if (at < 0) throw new Error(`Nothing begins with ${before}`);
  return text.slice(0, at) + line + text.slice(at);
}
