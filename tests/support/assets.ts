import { gzipSync } from 'node:zlib';
import { NotFound } from '../../lib/errors.ts';
import { type AssetReader, contentTypeOf } from '../../lib/http/assets.ts';

/** Assets that are in memory, by name: their text. */
export function createTestAssets(texts: Readonly<Record<string, string>>): AssetReader {
  return {
    async read(name) {
      const text = texts[name];
      if (text === undefined) throw new NotFound('ASSET_NOT_FOUND', 'There is no such asset.');
      const body = Buffer.from(text);
      return { contentType: contentTypeOf(name), version: `v-${name}`, body, coded: { gzip: gzipSync(body) } };
    },
  };
}
