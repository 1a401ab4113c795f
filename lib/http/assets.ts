import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { NotFound } from '../errors.ts';
import type { Coding } from './compression.ts';

/** A file that was compressed at build, ready to be sent in each coding. */
export interface Asset {
  readonly contentType: string;
  readonly version: string;
  readonly body: Buffer;
  /** The same bytes in each coding, compressed at build as small as they get. */
  readonly coded: Readonly<Partial<Record<Coding, Buffer>>>;
}

export interface AssetReader {
  /** Reads a file of the function's assets once and keeps it; throws `NotFound` where there is none. */
  read(name: string): Promise<Asset>;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** The content type of a file, by the ending of its name. */
export function contentTypeOf(name: string): string {
  return contentTypes[path.extname(name)] ?? 'application/octet-stream';
}

/**
 * Serves the files that the build put into a folder, each with its `.br` and `.gz`; the folder is read from the settings with
 * the first.
 */
export function createAssetReader(folder: () => string): AssetReader {
  const kept = new Map<string, Promise<Asset>>();
  return {
    read(name) {
      const asset = kept.get(name) ?? readAsset(folder(), name);
      kept.set(name, asset);
      asset.catch(() => kept.delete(name));
      return asset;
    },
  };
}

async function readAsset(folder: string, name: string): Promise<Asset> {
  // A name with a slash would lead out of the folder.
  const variants = /^[\w-]+\.\w+$/.test(name) ? ['', '.br', '.gz'] : [];
  const files = variants.map((ending) => readFile(path.join(folder, name + ending)));
  const [body, br, gzip] = await Promise.all(files).catch(() => []);
  if (!body || !br || !gzip) throw new NotFound('ASSET_NOT_FOUND', 'There is no such asset.');
  return {
    contentType: contentTypeOf(name),
    version: createHash('sha256').update(body).digest('base64url').slice(0, 16),
    body,
    coded: { br, gzip },
  };
}
