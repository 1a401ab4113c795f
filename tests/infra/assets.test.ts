import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildForDeploy } from '../../esbuild.config.ts';
import { writeAssets } from '../../infra/assets.ts';
import { discoverFunctions, type FunctionDefinition } from '../../infra/functions.ts';

const functions = await discoverFunctions();
const named = functions.flatMap(({ trigger }) => trigger.assets ?? []);
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'polyclinic-assets-'));
  await writeAssets(folder, functions, { smallest: false });
});

afterAll(() => rm(folder, { recursive: true }));

describe('writeAssets', () => {
  it('writes every asset that a trigger names, and each packed twice', async () => {
    const expected = named.flatMap((name) => [name, `${name}.br`, `${name}.gz`]);

    expect((await readdir(folder)).sort()).toEqual(expected.sort());
  });

  it.each(named)('packs %s so that it comes out as it went in', async (name) => {
    const [plain, br, gzip] = await Promise.all(
      ['', '.br', '.gz'].map((ending) => readFile(path.join(folder, name + ending))),
    );

    expect(brotliDecompressSync(br ?? '').equals(plain ?? Buffer.of())).toBe(true);
    expect(gunzipSync(gzip ?? '').equals(plain ?? Buffer.of())).toBe(true);
  });

  it('packages them with whatever function names them, and with no other', async () => {
    const outDir = await mkdtemp(path.join(tmpdir(), 'polyclinic-packaged-'));
    const worker = functions.find(({ trigger }) => trigger.kind === 'schedule') as FunctionDefinition;
    const withAsset = { ...worker, trigger: { ...worker.trigger, assets: ['docs.html'] } };
    const others = functions.filter(({ trigger }) => trigger.kind === 'stream');

    await buildForDeploy([withAsset, ...others], outDir);

    expect(await readdir(path.join(outDir, worker.name, 'assets'))).toContain('docs.html');
    for (const { name } of others) expect(await readdir(path.join(outDir, name))).not.toContain('assets');
    await rm(outDir, { recursive: true });
  });

  it('writes the document of the API', async () => {
    const document = JSON.parse(await readFile(path.join(folder, 'openapi.json'), 'utf8'));

    expect(Object.keys(document.paths)).toContain('/health');
  });

  it('writes the document of the events', async () => {
    const document = JSON.parse(await readFile(path.join(folder, 'asyncapi.json'), 'utf8'));

    expect(Object.keys(document.channels)).toContain('email');
  });

  it('fails on a name that nothing makes', async () => {
    await expect(writeAssets(folder, functions, { names: ['none.txt'] })).rejects.toThrow('none.txt');
  });
});

describe('the reference page', () => {
  const read = (name: string) => readFile(path.join(folder, name), 'utf8');

  it('loads what is served beside it, and nothing from elsewhere', async () => {
    const loaded = [...(await read('docs.html')).matchAll(/<(?:script|link)[^>]* (?:src|href)="([^"]+)"/g)]
      .map(([, url]) => url ?? '')
      .filter((url) => url !== 'data:,');

    expect(loaded.filter((url) => !url.startsWith('/docs/'))).toEqual([]);
    expect(named).toEqual(expect.arrayContaining(loaded.map((url) => path.basename(url))));
    expect(loaded).toHaveLength(3);
  });

  it('runs no script inline, which its policy would refuse, and calls no one', async () => {
    const [page, style, script] = await Promise.all(['docs.html', 'docs.css', 'docs.js'].map(read));

    expect(page).not.toMatch(/<script>|<style>| on\w+=| style=/);
    expect(`${page}${style}${script}`).not.toMatch(/https?:\/\//);
  });

  it('is small enough for an answer of a function, in each coding and in base64', async () => {
    const answers = named.flatMap((name) => [`${name}.br`, `${name}.gz`]);

    const sizes = await Promise.all(answers.map(async (name) => (await readFile(path.join(folder, name))).length));

    expect(Math.max(...sizes)).toBeLessThan(4_000_000);
  });
});
