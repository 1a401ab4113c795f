import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const mapsFolder = path.resolve(import.meta.dirname, '../../node_modules/.cache/polyclinic-coverage');
/** What the instrumenter puts in front: where everything stands, made anew in each test file, and the counters. */
const prologue = /function (cov_\w+)\(\)\s*\{[\s\S]*?return actualCoverage;\s*\}\s*\1\(\);/;
let instrumenter;

/**
 * Counts each statement, function and branch of a module in what `__counters__` keeps for it; lines stay where they are,
 * near enough. Where each of them stands is kept aside for `mapsOf`.
 */
export function withCounters(source, filename) {
  const { code, maps } = instrument(source, filename);
  keepMaps(source, maps);
  const { s, f, b } = maps;
  const shape = [Object.keys(s).length, Object.keys(f).length, Object.values(b).map(({ length }) => length)];
  const [, name] = prologue.exec(code) ?? [];
  if (!name) throw new Error(`the instrumenter has put nothing in front of ${filename}`);
  const kept = `globalThis.__counters__(${JSON.stringify(filename)}, ${JSON.stringify(shape)})`;
  return code.replace(prologue, () => `function ${name}() {const kept = ${kept};${name} = () => kept;return kept;}`);
}

/** Where the statements, functions and branches of a TypeScript file stand, all counted at nought, as istanbul has it. */
export function mapsOf(filename) {
  const source = stripTypeScriptTypes(readFileSync(filename, 'utf8'), { mode: 'strip' });
  try {
    return { ...JSON.parse(readFileSync(fileOf(source), 'utf8')), path: filename };
  } catch {
    const { maps } = instrument(source, filename);
    keepMaps(source, maps);
    return maps;
  }
}

function instrument(source, filename) {
  instrumenter ??= createInstrumenter();
  const code = instrumenter.instrumentSync(source, filename);
  return { code, maps: instrumenter.lastFileCoverage() };
}

function keepMaps(source, maps) {
  mkdirSync(mapsFolder, { recursive: true });
  writeFileSync(fileOf(source), JSON.stringify(maps));
}

function fileOf(source) {
  return path.join(mapsFolder, `${createHash('sha256').update(source).digest('hex')}.json`);
}

/** Loaded on demand: it takes a quarter of a second, and most processes find all that they need in jest's cache. */
function createInstrumenter() {
  return require('istanbul-lib-instrument').createInstrumenter({
    esModules: true,
    compact: false,
    coverageGlobalScope: 'globalThis',
    coverageGlobalScopeFunc: false,
    generatorOpts: { retainLines: true },
  });
}
