import { describe, expect, it } from '@jest/globals';
import { folders, readSources, type SourceFile, sourceFile } from './source-files.ts';

const exported = /^export (?:async )?(?:abstract )?(?:const|let|function\*?|class|interface|type) (\w+)/gm;

/** Names that a file of lib offers to others, and that nobody else takes. */
function unusedIn(sources: readonly SourceFile[]): string[] {
  const words = sources.map(({ file, text }) => ({ file, names: new Set(text.match(/\w+/g)) }));
  return sources
    .filter(({ file }) => file.startsWith('lib/'))
    .flatMap(({ file, text }) => [...text.matchAll(exported)].map(([, name = '']) => ({ file, name })))
    .filter(({ file, name }) => !words.some((other) => other.file !== file && other.names.has(name)))
    .map(({ file, name }) => `${file}: ${name}`);
}

describe('what lib exports', () => {
  it('is used by another file', () => {
    expect(unusedIn(folders.flatMap(readSources))).toEqual([]);
  });

  it('is missed where nobody uses it', () => {
    const sources = [
      sourceFile('lib/a.ts', 'export const used = 1;\nexport interface Forgotten {}\nexport type Kept = string;'),
      sourceFile('lib/b.ts', "import { used } from './a.ts';\nexport function forget(): void {}"),
      sourceFile('functions/c/d.ts', "import type { Kept } from '../../lib/a.ts';"),
    ];

    expect(unusedIn(sources)).toEqual(['lib/a.ts: Forgotten', 'lib/b.ts: forget']);
  });
});
