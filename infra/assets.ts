import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { describeMessages } from './asyncapi.ts';
import type { FunctionDefinition } from './functions.ts';
import { describeApi } from './openapi/document.ts';

const viewer = path.dirname(createRequire(import.meta.url).resolve('openapi-explorer/package.json'));
const docs = path.join(import.meta.dirname, 'docs');

/** The contents of every asset that a function may name, made from the triggers or taken from the viewer's package. */
const sources: Readonly<Record<string, (functions: readonly FunctionDefinition[]) => string | Promise<Buffer>>> = {
  'openapi.json': (functions) => JSON.stringify(describeApi(functions)),
  'asyncapi.json': (functions) => JSON.stringify(describeMessages(functions)),
  'docs.html': () => readFile(path.join(docs, 'page.html')),
  'docs.css': () => readFile(path.join(docs, 'docs.css')),
  'docs.js': () => readFile(path.join(docs, 'docs.js')),
  'openapi-explorer.js': () => readFile(path.join(viewer, 'dist/browser/openapi-explorer.min.js')),
};

/** Writes each asset that a function names into `folder`, with its compressed variants `.br` and `.gz`. */
export async function writeAssets(
  folder: string,
  functions: readonly FunctionDefinition[],
  { names = namesIn(functions), smallest = true } = {},
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all(names.map((name) => writeAsset(folder, name, functions, smallest)));
}

/** The names of the assets that the triggers ask for. */
function namesIn(functions: readonly FunctionDefinition[]): string[] {
  return [...new Set(functions.flatMap(({ trigger }) => trigger.assets ?? []))];
}

async function writeAsset(
  folder: string,
  name: string,
  functions: readonly FunctionDefinition[],
  smallest: boolean,
): Promise<void> {
  const source = sources[name];
  if (!source) throw new Error(`There is no asset ${name} in infra/assets.ts.`);
  const body = Buffer.from(await source(functions));
  // A deployed asset is compressed once and sent often, while a laptop compresses it at each start.
  const quality = smallest ? constants.BROTLI_MAX_QUALITY : 4;
  await Promise.all([
    writeFile(path.join(folder, name), body),
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }).then((packed) =>
      writeFile(path.join(folder, `${name}.br`), packed),
    ),
    promisify(gzip)(body, { level: smallest ? 9 : 1 }).then((packed) =>
      writeFile(path.join(folder, `${name}.gz`), packed),
    ),
  ]);
}
