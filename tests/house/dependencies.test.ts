import { describe, expect, it } from '@jest/globals';
import { readSources, type SourceFile, sourceFile } from './source-files.ts';

/** The default of a factory's parameter, `systemClock`. */
interface Default {
  readonly factory: string;
  readonly value: string;
}

const sources = ['functions', 'lib'].flatMap(readSources);

/** What stands within the bracket that opens at a place, without it. */
function within(text: string, open: number): string {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if ('([{'.includes(text[at] as string)) depth += 1;
    if (')]}'.includes(text[at] as string)) depth -= 1;
    if (depth === 0) return text.slice(open + 1, at);
  }
  return text.slice(open + 1);
}

/** The value that a text begins with: up to the comma, or the end, on its own level. */
function valueIn(text: string): string {
  let depth = 0;
  const end = [...text].findIndex((character) => {
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    return depth < 0 || (depth === 0 && ',;'.includes(character));
  });
  return (end < 0 ? text : text.slice(0, end)).replace(/\s+/g, ' ').trim();
}

/** Every default in the parameters of the factories of a file; a factory is called `create…`. */
function defaultsIn({ text }: SourceFile): Default[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const heads = [...code.matchAll(/\b(?:function|const)\s+(create\w*)\b[^;{}]*?(?=\()/g)];
  return heads.flatMap(({ 0: head, 1: factory = '', index }) => {
    const parameters = within(code, index + head.length);
    const marks = [...parameters.matchAll(/(?<![=<>!])=(?![=>])/g)];
    return marks.map((mark) => ({ factory, value: valueIn(parameters.slice(mark.index + 1)) }));
  });
}

const literal = String.raw`(?:-?\d[\d_.]*|true|false|undefined|'[^']*'|\[\]|\{\})`;
const plainObject = new RegExp(String.raw`^\{ (?:\w+: ${literal}(?:, )?)+ \}$`);

/** Nothing is alive in a number or a text, nor in an object of such. */
function isPlain(value: string): boolean {
  return new RegExp(`^${literal}$`).test(value) || plainObject.test(value);
}

/** What a name stands for that is a constant of a file, or of one that it imports. */
function constantCalled(name: string, { text, imports }: SourceFile, known: readonly SourceFile[]): string | undefined {
  const declaration = new RegExp(String.raw`\bconst ${name}(?:: [\w<>]+)? = ([^;]+);`);
  const files = [text, ...known.filter(({ file }) => imports.includes(file)).map((source) => source.text)];
  const [declared] = files.flatMap((each) => declaration.exec(each)?.[1] ?? []);
  return declared && valueIn(declared.replace(/ as const$/, ''));
}

/** The defaults of a file's factories of which nothing shows that they are plain. */
function liveDefaultsIn(source: SourceFile, known: readonly SourceFile[] = sources): string[] {
  return defaultsIn(source)
    .filter(({ value }) => !isPlain(value) && !isPlain(constantCalled(value, source, known) ?? value))
    .map(({ factory, value }) => `${factory} = ${value}`);
}

describe('a factory', () => {
  it('has none but plain values as defaults: what it stands on, it is given', () => {
    const offences = sources.flatMap((source) => liveDefaultsIn(source).map((each) => `${source.file}: ${each}`));

    expect(offences).toEqual([]);
  });

  it.each<[string, string]>([
    ['what is made', 'export function createA({ b = createB() }: { b?: B } = {}): A {}'],
    ['what is made of what it is given', 'export function createA(clock: Clock, b: B = createB(clock)): A {}'],
    ['the clock', 'export function createA({\n  clock = systemClock,\n}: ADependencies = {}) {\n}'],
    ['what comes of another file', "import { liveB } from './b.ts';\nconst createA = <V>(b: B<V> = liveB) => b;"],
    ['a constant that is alive', 'const usual = createB();\nfunction createA({ b = usual }) {}'],
    ['a function', 'export const createHandler = (now = () => new Date()) => now();'],
    ['a property', 'export async function createA({ take = createCounter().take }) {}'],
  ])('that has %s is seen', (_, text) => {
    expect(liveDefaultsIn(sourceFile('lib/a.ts', text))).toHaveLength(1);
  });

  it.each<[string, string]>([
    ['a number', 'export function createA({ most = 10_000, by = "", ...rest }: { f: (a: A) => B } & C) {}'],
    ['a constant', 'const usual = 2_000;\nexport function createA({ patience = usual }: A) {}'],
    ['numbers', 'const usual = { soon: 5, late: 10 } as const;\nexport function createA({ patience = usual }: A) {}'],
    ['nothing', 'export function createA({ b, clock }: A): B {\n  const c = createC({ clock });\n}'],
  ])('that has %s is let be', (_, text) => {
    expect(liveDefaultsIn(sourceFile('lib/a.ts', text.replaceAll('"', "'")))).toEqual([]);
  });

  it('may have a constant of another file', () => {
    const constants = sourceFile('lib/b.ts', 'export const usual = 2_500;');
    const source = sourceFile('lib/a.ts', "import { usual } from './b.ts';\nfunction createA({ patience = usual }) {}");

    expect(liveDefaultsIn(source, [source, constants])).toEqual([]);
    expect(liveDefaultsIn(source, [source])).toEqual(['createA = usual']);
  });
});
