import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAssetReader } from '../../../lib/http/assets.ts';
import { staticEndpoint } from '../../../lib/http/static-endpoint.ts';
import { http } from '../../../lib/http/trigger.ts';
import { send } from '../../support/http.ts';

const trigger = http({
  method: 'GET',
  path: '/docs/page',
  allow: 'public',
  responses: { 200: 'asset' },
  cacheControl: 'public, max-age=300',
  assets: ['page.html'],
  grants: [],
});
const text = '<p>Polyclinic</p>';
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'polyclinic-assets-'));
  await writeAsset('page.html');
});

afterEach(() => rm(folder, { recursive: true }));

async function writeAsset(name: string) {
  await writeFile(path.join(folder, name), text);
  await writeFile(path.join(folder, `${name}.br`), brotliCompressSync(text));
  await writeFile(path.join(folder, `${name}.gz`), gzipSync(text));
}

function get(name: string, headers = {}, assets = createAssetReader(() => folder)) {
  return send(
    staticEndpoint(trigger, () => assets.read(name)),
    { headers },
  );
}

describe('an asset', () => {
  it.each([
    [undefined, ''],
    ['br', 'br'],
    ['gzip', 'gzip'],
  ])('leaves in the coding it was packed in: %s', async (coding, accepted) => {
    const answer = await get('page.html', { 'accept-encoding': accepted });

    expect(answer).toMatchObject({ status: 200, text });
    expect(answer.headers['content-encoding']).toBe(coding);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'public, max-age=300',
      vary: 'accept-encoding',
    });
  });

  it('is known by its content: 304 while it is the same', async () => {
    const first = await get('page.html');
    const again = await get('page.html', { 'if-none-match': first.headers.etag });

    expect(first.headers.etag).toMatch(/^"[\w-]{16}"$/);
    expect(again).toMatchObject({ status: 304, text: '' });
  });

  it.each([
    'none.html',
    '../package.json',
    '..',
    '',
    'page.html/',
    'a/page.html',
    '/etc/passwd',
    'page',
    'page.html\u0000',
  ])('is found by a plain name alone: %j answers 404', async (name) => {
    const answer = await get(name);

    expect(answer).toMatchObject({ status: 404, json: { code: 'ASSET_NOT_FOUND' } });
  });

  it('does not lie outside the folder', async () => {
    const inner = createAssetReader(() => path.join(folder, 'inner'));

    const answer = await get('../page.html', {}, inner);

    expect(answer.status).toBe(404);
  });

  it('that was missing is looked for again', async () => {
    const assets = createAssetReader(() => folder);
    const missing = await get('late.html', {}, assets);

    await writeAsset('late.html');
    const found = await get('late.html', {}, assets);

    expect([missing.status, found.status]).toEqual([404, 200]);
  });

  it('is read once', async () => {
    const assets = createAssetReader(() => folder);
    await get('page.html', {}, assets);

    await rm(path.join(folder, 'page.html'));
    const again = await get('page.html', {}, assets);

    expect(again.status).toBe(200);
  });
});
