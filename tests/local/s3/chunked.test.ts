import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { decodeChunks } from '../../../local/s3/body/chunked.ts';
import { readScope, signingKey } from '../../../local/s3/signature/scope.ts';

/** The example of the documentation: 65 KiB of a in two chunks, and one that is empty. */
const scope = readScope('AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request');
if (!scope) throw new Error('the scope of the example cannot be read');
const seal = {
  scope,
  key: signingKey(scope, { AKIAIOSFODNN7EXAMPLE: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }),
  date: '20130524T000000Z',
  seed: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
};
const frame = [
  '10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
  'a'.repeat(65_536),
  '400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
  'a'.repeat(1_024),
  '0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
  '',
  '',
].join('\r\n');

/** A body in pieces of so many bytes. */
async function* pieces(text: string, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < text.length; at += size) yield Buffer.from(text.slice(at, at + size));
}

async function decode(text: string, { size = 1_000, isSigned = true } = {}) {
  let trailer = {};
  const onTrailer = (found: object) => {
    trailer = found;
  };
  return {
    content: (await buffer(decodeChunks(pieces(text, size), isSigned ? seal : undefined, onTrailer))).toString(),
    trailer,
  };
}

describe('a body in signed chunks', () => {
  it.each([7, 1_000, 100_000])('is the one of the documentation, also in pieces of %d bytes', async (size) => {
    expect((await decode(frame, { size })).content).toBe('a'.repeat(65 * 1_024));
  });

  it.each<[string, string, string]>([
    ['a byte of a chunk is another', 'aaaa\r\n400', 'aaab\r\n400'],
    ['a signature is another', '0055627c', '0055627d'],
    ['the last signature is another', 'b6c6ea8a', 'b6c6ea8b'],
    ['a chunk has no signature', /;chunk-signature=0055\w+/.exec(frame)?.[0] ?? '', ''],
  ])('is refused when %s', async (_, from, to) => {
    await expect(decode(frame.replace(from, to))).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' });
  });

  it('is refused when it ends early', async () => {
    await expect(decode(frame.slice(0, 66_000))).rejects.toMatchObject({ code: 'IncompleteBody' });
  });
});

describe('a body in chunks that are not signed', () => {
  it('has what follows it in its trailer', async () => {
    const text = '4\r\ntext\r\n0\r\nx-amz-checksum-crc32:O6ZJOQ==\r\n\r\n';

    expect(await decode(text, { size: 3, isSigned: false })).toEqual({
      content: 'text',
      trailer: { 'x-amz-checksum-crc32': 'O6ZJOQ==' },
    });
  });

  it('is refused when it is no frame', async () => {
    await expect(decode('text\r\n', { isSigned: false })).rejects.toMatchObject({ code: 'IncompleteBody' });
  });
});
