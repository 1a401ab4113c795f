/** The most octets of a line without its end (RFC 5545 section 3.1). */
const mostOctets = 75;

/** Writes lines as they stand in a file: each is folded, and ends in CRLF. */
export function writeLines(lines: readonly string[]): string {
  return lines.map((line) => `${foldedLine(line)}\r\n`).join('');
}

/** The line in parts of at most 75 octets, with the space that each further one begins with. */
function foldedLine(line: string): string {
  if (octetsOf(line) <= mostOctets) return line;
  const parts = [''];
  for (const piece of piecesOf(line)) {
    const last = parts.length - 1;
    if (octetsOf(`${parts[last]}${piece}`) > mostOctets) parts.push(` ${piece}`);
    else parts[last] += piece;
  }
  return parts.join('\r\n');
}

/** What a line may be folded between: characters as they are read, or their code points where one would fill a line alone. */
function piecesOf(line: string): string[] {
  const characters = [...new Intl.Segmenter().segment(line)].map(({ segment }) => segment);
  return characters.flatMap((character) => (octetsOf(character) < mostOctets ? [character] : [...character]));
}

function octetsOf(text: string): number {
  return Buffer.byteLength(text);
}

/** A value of type TEXT (RFC 5545 section 3.3.11). */
export function textOf(text: string): string {
  return plain(text)
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n');
}

/** A parameter's value in quotation marks, so that it may hold any mark (RFC 6868). */
export function quoted(text: string): string {
  return `"${plain(text).replaceAll('^', '^^').replaceAll('"', "^'").replaceAll('\n', '^n')}"`;
}

/** An instant in UTC, in whole seconds. */
export function instantOf(instant: Date): string {
  return instant.toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** An address as a URI (RFC 6068), in which a plus is no space. */
export function mailtoOf(address: string): string {
  return `mailto:${encodeURI(plain(address)).replace(/[/?#&;=]/g, encodeURIComponent)}`;
}

/** A text without what no file may hold: each break of a line is LF, other control characters are spaces. */
function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n|[\r\u0085\u2028\u2029]/g, '\n')
    .replace(/(?!\n)\p{Cc}/gu, ' ');
}
