import { S3Refusal } from './refusal.ts';

/** An element of a document that came in. */
export interface XmlElement {
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

const token = /<\?[^>]*\?>|<!--[\s\S]*?-->|<(\/?)([\w:.-]+)[^<>]*?(\/?)>|([^<]+)/gy;

/** Reads the elements of a document whose root has this name; attributes and namespaces are passed over. */
export function readXml(text: string, root: string): XmlElement {
  const top: XmlElement = { name: '', children: [], text: '' };
  const open = [top];
  let end = 0;
  for (const match of text.trim().matchAll(token)) {
    end = match.index + match[0].length;
    take(open, match);
  }
  const [first, ...others] = top.children;
  const isWhole = end === text.trim().length && open.length === 1 && others.length === 0;
  if (!isWhole || first?.name !== root) throw new S3Refusal('MalformedXML');
  return first;
}

function take(open: XmlElement[], [, closing, name, empty, text]: RegExpExecArray): void {
  const parent = open.at(-1);
  if (!parent) throw new S3Refusal('MalformedXML');
  if (text !== undefined) parent.text += unescaped(text);
  else if (name === undefined) return;
  else if (closing) close(open, name);
  else {
    const element = { name, children: [], text: '' };
    parent.children.push(element);
    if (!empty) open.push(element);
  }
}

function close(open: XmlElement[], name: string): void {
  if (open.length < 2 || open.pop()?.name !== name) throw new S3Refusal('MalformedXML');
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name) return named[name] ?? whole;
    return String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal));
  });
}

/** The elements of a name in an element. */
export function elementsOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** The text of the first element of a name; undefined where there is none. */
export function textOf(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text;
}

/** The texts of all elements of a name. */
export function textsOf(element: XmlElement, name: string): string[] {
  return elementsOf(element, name).map(({ text }) => text);
}
