import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../infra/functions.ts';

/** A file of the project's own code, and what it imports. */
export interface SourceFile {
  /** Path from the root of the project, with forward slashes. */
  readonly file: string;
  readonly text: string;
  /** Paths from the root for what is ours, names of packages as they are. */
  readonly imports: readonly string[];
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

/** A file as the rules see it. */
export function sourceFile(file: string, text: string): SourceFile {
  const imports = [...text.matchAll(/^(?:import|export)\b[^;'"]*?['"]([^'"]+)['"]|\bimport\(\s*'([^']+)'/gm)]
    .map(([, declared, dynamic]) => declared ?? dynamic ?? '')
    .map((name) => (name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name));
  return { file, text, imports };
}
