/** What a function says of itself. */
export interface Docstring {
  /** The first sentence. */
  readonly summary: string;
  /** The sentences after it, in plain Markdown whose paragraphs are set apart by an empty line. */
  readonly description?: string;
}

/** Reads the docstring above `trigger`; undefined where there is none of whole sentences. */
export function docstringIn(source: string): Docstring | undefined {
  const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export const trigger\b/.exec(source)?.[1] ?? '';
  // A sentence ends at a full stop before a space, but for one within it such as that of `e.g.`.
  const [, summary, description] = /^([^\n]+?\.)(?:\s+(?!\p{Ll})(.+))?$/su.exec(textOf(comment)) ?? [];
  return summary === undefined ? undefined : { summary, ...(description && { description }) };
}

/** The text of a comment, each paragraph in a line of its own. */
function textOf(comment: string): string {
  return comment
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trim())
    .join('\n')
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replaceAll('\n', ' '))
    .join('\n\n');
}
