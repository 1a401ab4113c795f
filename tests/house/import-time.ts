/** What says nothing of when code runs, and may hold brackets of its own: comments, texts, regular expressions. */
const opaque =
  /\/\*[\s\S]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|(?<=[(,=:!&|?]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+\/[dgimsuvy]*/g;

/** The body of a function that begins at this depth of brackets, and what ends it there. */
interface Body {
  readonly depth: number;
  readonly ends: string;
}

/** The code of a module that runs when it is imported, as biome lays it out: without the bodies of its functions. */
export function importTimeCode(text: string): string {
  const tokens = text.replaceAll(opaque, ' ').match(/=>|\w+|[^\w]/g) ?? [];
  let depth = 0;
  let body: Body | undefined;
  let code = '';
  for (const [at, token] of tokens.entries()) {
    if (')]}'.includes(token)) depth -= 1;
    // The brace of a type that a function returns has that of its body behind it.
    const isOver = body && depth === body.depth && body.ends.includes(token) && tokens[at + 2] !== '{';
    if (isOver || (body && depth < body.depth)) body = undefined;
    if (!body) code += token;
    body ??= bodyAfter(token, depth);
    if ('([{'.includes(token)) depth += 1;
  }
  return code;
}

function bodyAfter(token: string, depth: number): Body | undefined {
  if (token === '=>') return { depth, ends: ',;' };
  return token === 'function' ? { depth, ends: '}' } : undefined;
}
