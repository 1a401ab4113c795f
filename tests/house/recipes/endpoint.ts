import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../../infra/functions.ts';
import type { Recipe } from './recipe.ts';

const [, section = ''] =
  /^## Adding an endpoint\n(.*?)^## /ms.exec(readFileSync(path.join(root, 'README.md'), 'utf8')) ?? [];

/** README's own: each block of code, and the path in the sentence before it. */
const blocks = [...section.matchAll(/`([\w/-]+(?:\.test)?\.ts)`[^`]*```ts\n(.*?)```/gs)];

/** An endpoint on behaviour that is there. */
export const endpoint: Recipe = {
  what: 'an endpoint on existing behaviour',
  files: 2,
  writes: Object.fromEntries(blocks.map(([, file = '', text = '']) => [file, text])),
  edits: {},
};
