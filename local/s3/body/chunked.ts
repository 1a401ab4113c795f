import { createHash } from 'node:crypto';
import { S3Refusal } from '../refusal.ts';
import { sha256 } from '../signature/canonical.ts';
import type { ChunkSeal } from '../signature/payload.ts';
import { sign } from '../signature/scope.ts';
import { type ByteReader, createByteReader } from './byte-reader.ts';

/** The most bytes of a line that is no content. */
const mostLineBytes = 8 * 1024;
const emptyDigest = sha256('');

/** Takes a body out of its frame `aws-chunked`; the trailer comes when all of the body has. */
export async function* decodeChunks(
  source: AsyncIterable<Buffer>,
  seal: ChunkSeal | undefined,
  onTrailer: (trailer: Readonly<Record<string, string>>) => void,
): AsyncGenerator<Buffer> {
  const reader = createByteReader(source);
  const links = seal && createChain(seal);
  for (let size = -1; size !== 0; ) {
    const [, digits = '', signature] =
      /^([\da-f]{1,10})(?:;chunk-signature=([\da-f]{64}))?$/i.exec(await reader.line(mostLineBytes)) ?? [];
    if (digits === '') throw new S3Refusal('IncompleteBody');
    size = Number.parseInt(digits, 16);
    const digest = links && createHash('sha256');
    for await (const piece of reader.take(size)) {
      digest?.update(piece);
      yield piece;
    }
    links?.requireChunk(signature, digest?.digest('hex') ?? '');
    if (size > 0) await reader.line(0);
  }
  const trailer = await readTrailer(reader);
  links?.requireTrailer(trailer);
  onTrailer(trailer);
}

async function readTrailer(reader: ByteReader): Promise<Record<string, string>> {
  const trailer: Record<string, string> = {};
  for (let line = await reader.line(mostLineBytes); line !== ''; line = await reader.line(mostLineBytes)) {
    const [, name = '', value = ''] = /^([^:]+):(.*)$/.exec(line) ?? [];
    trailer[name.toLowerCase()] = value.trim();
  }
  return trailer;
}

/** The signatures of chunks, of which each stands on the one before. */
function createChain({ key, date, scope, seed }: ChunkSeal) {
  let previous = seed;
  function require(signature: string | undefined, kind: string, ...digests: string[]): void {
    previous = sign(key, [`AWS4-HMAC-SHA256-${kind}`, date, scope.text, previous, ...digests].join('\n'));
    if (signature !== previous) throw new S3Refusal('SignatureDoesNotMatch');
  }
  return {
    requireChunk: (signature: string | undefined, digest: string) => require(signature, 'PAYLOAD', emptyDigest, digest),
    requireTrailer({ 'x-amz-trailer-signature': signature, ...trailer }: Readonly<Record<string, string>>) {
      const lines = Object.entries(trailer).map(([name, value]) => `${name}:${value}\n`);
      if (signature !== undefined || lines.length > 0) require(signature, 'TRAILER', sha256(lines.join('')));
    },
  };
}
