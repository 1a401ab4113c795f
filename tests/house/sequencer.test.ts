import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from '../../infra/functions.ts';
import createSequencer, { slowFiles } from '../support/sequencer.mjs';

const context = { config: { rootDir: root, cache: false } };
const testOf = (file: string) => ({ path: path.join(root, file), context });

describe('the order of the test files', () => {
  it('begins with those that are known to be slow where nothing has run yet', () => {
    const [slow = '', slower = ''] = Object.keys(slowFiles).toSorted(
      (one, other) => Number(slowFiles[one]) - Number(slowFiles[other]),
    );
    const tests = ['tests/lib/ids.test.ts', slow, 'tests/lib/log.test.ts', slower].map(testOf);

    const sorted = createSequencer({}).sort(tests);

    expect(sorted.slice(0, 2).map(({ path: file }) => path.relative(root, file))).toEqual([slower, slow]);
  });

  it('knows slow files that are there', () => {
    expect(Object.keys(slowFiles).filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });
});
