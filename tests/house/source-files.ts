import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../infra/functions.ts';

/** A file of the project's own code, and what it imports. */
export interface SourceFile {
  /** Path from the root of the project, with forward slashes. */
  readonly file: string;
  readonly text: string;
  /** The text without its comments, in which anything may stand. */
  readonly code: string;
  /** Paths from the root for what is ours, names of packages as they are. */
  readonly imports: readonly string[];
  /** Those of the imports that are there when the code runs: types alone are not. */
  readonly valueImports: readonly string[];
}

/** Where the project's own code lies. */
export const folders = ['functions', 'lib', 'infra', 'local', 'tests'] as const;

/** Every file of TypeScript or JavaScript in `folder`. */
export function readSources(folder: string): SourceFile[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[cm]?[jt]s$/.test(name))
    .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`)
    .sort()
    .map((file) => sourceFile(file, readFileSync(path.join(root, file), 'utf8')));
}

/** `import … from`, `export … from`, an import for its effects, and `import(…)`. */
const statements =
  /^(?:import|export)\s+(type\s+[\w{*][^;'"=]*|[\w{*][^;'"=]*)\s+from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|\bimport\(\s*['"`]([^'"`]+)['"`]/gm;

/** A file as the rules see it. */
export function sourceFile(file: string, text: string): SourceFile {
  const code = text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
  const found = [...code.matchAll(statements)].map(([, names = '', declared, bare, dynamic]) => ({
    isType: declared !== undefined && namesTypesAlone(names),
    name: declared ?? bare ?? dynamic ?? '',
  }));
  const pathOf = (name: string) => (name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name);
  return {
    file,
    text,
    code,
    imports: found.map(({ name }) => pathOf(name)),
    valueImports: found.filter(({ isType }) => !isType).map(({ name }) => pathOf(name)),
  };
}

/** `type { A } from`, or `{ type A, type B } from`. */
function namesTypesAlone(names: string): boolean {
  const listed = /^\s*\{([^}]*)\}/
    .exec(names)?.[1]
    ?.split(',')
    .filter((name) => name.trim() !== '');
  return /^\s*type\b/.test(names) || (listed?.every((name) => /^\s*type\b/.test(name)) ?? false);
}
