import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { folders, readSources, type SourceFile, sourceFile } from './source-files.ts';

const exported = /^export (?:async )?(?:abstract )?(?:const|let|function\*?|class|interface|type) (\w+)/gm;

const imported = /^import\s+(?:type\s+)?(?:\w+,\s*)?\{([^}]*)\}\s+from\s+'([^']+)'/gm;

/** An interface that other files add members to. */
const augmented = /^declare module '([^']+)' \{\s*interface (\w+)/gm;

/** What a file takes of others: `lib/log.ts: log`. */
function namesTakenBy({ file, code }: SourceFile): string[] {
  const added = [...code.matchAll(augmented)].map(([, from = '', name = '']) => [name, from]);
  const takes = [...code.matchAll(imported)].map(([, names = '', from = '']) => [names, from]);
  return [...takes, ...added].flatMap(([names = '', from = '']) =>
    names
      .split(',')
      .map((name) =>
        name
          .trim()
          .replace(/^type\s+/, '')
          .replace(/\s+as\s+\w+$/, ''),
      )
      .map((name) => `${path.posix.join(path.posix.dirname(file), from)}: ${name}`),
  );
}

/** Names that a file of lib offers to others, and that nobody takes. */
function unusedIn(sources: readonly SourceFile[]): string[] {
  const taken = new Set(sources.flatMap(namesTakenBy));
  return sources
    .filter(({ file }) => file.startsWith('lib/'))
    .flatMap(({ file, code }) => [...code.matchAll(exported)].map(([, name = '']) => `${file}: ${name}`))
    .filter((name) => !taken.has(name));
}

describe('what lib exports', () => {
  it('is used by another file', () => {
    expect(unusedIn(folders.flatMap(readSources))).toEqual([]);
  });

  it('is missed where nobody uses it', () => {
    const sources = [
      sourceFile('lib/a.ts', 'export const used = 1;\nexport interface Forgotten {}\nexport type Kept = string;'),
      sourceFile('lib/b.ts', "import { used } from './a.ts';\nexport function forget(): void {}"),
      sourceFile('functions/c/d.ts', "import { type Kept as Mine } from '../../lib/a.ts';\n// forget"),
    ];

    expect(unusedIn(sources)).toEqual(['lib/a.ts: Forgotten', 'lib/b.ts: forget']);
  });
});
