/** What an element holds: a text, or elements by name; a list is the same element several times, and undefined none. */
export type XmlContent = string | number | boolean | { readonly [name: string]: XmlValue };
type XmlValue = XmlContent | readonly XmlContent[] | undefined;

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Writes a document whose root is in the namespace of S3. */
export function xmlDocument(root: string, content: XmlContent): string {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  return `${declaration}<${root} xmlns="${namespace}">${inner(content)}</${root}>`;
}

/** Writes an error, which is in no namespace. */
export function xmlError(content: XmlContent): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner(content)}</Error>`;
}

function inner(content: XmlContent): string {
  if (typeof content !== 'object') return escaped(String(content));
  return Object.entries(content)
    .flatMap(([name, value]) => listOf(value).map((each) => `<${name}>${inner(each)}</${name}>`))
    .join('');
}

function listOf(value: XmlValue): readonly XmlContent[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as XmlContent];
}

/** Keys may hold control characters, which S3 writes as references although XML 1.0 has no such characters. */
function escaped(text: string): string {
  return text.replace(/[&<>"\p{Cc}]/gu, (character) => named[character] ?? `&#x${codeOf(character)};`);
}

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16);
}
