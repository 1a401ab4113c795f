import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { HeaderTexts } from '../call.ts';
import { S3Refusal } from '../refusal.ts';
import { type Crc, createCrc32c, createCrc64Nvme } from './crc.ts';

/** The checksums that S3 has, by the names of their headers: `x-amz-checksum-crc32`. */
export const algorithms = {
  crc32: createCrc32,
  crc32c: createCrc32c,
  crc64nvme: createCrc64Nvme,
  sha1: () => createHash('sha1'),
  sha256: () => createHash('sha256'),
} as const satisfies Record<string, () => Pick<Crc, 'digest'>>;

export type Algorithm = keyof typeof algorithms;

const names = Object.keys(algorithms) as Algorithm[];
const bytes: Readonly<Record<Algorithm, number>> = { crc32: 4, crc32c: 4, crc64nvme: 8, sha1: 20, sha256: 32 };

function createCrc32(): Crc {
  let value = 0;
  return {
    update(piece) {
      value = crc32(piece, value);
    },
    digest() {
      const digest = Buffer.alloc(4);
      digest.writeUInt32BE(value);
      return digest;
    },
  };
}

/** The name of an algorithm as the SDK spells it, `CRC32`; undefined where there is none. */
export function algorithmOf(text: string | undefined): Algorithm | undefined {
  return names.find((name) => name === text?.toLowerCase());
}

/** The checksums in base64 that headers, a trailer or fields of a form say. */
export function checksumsIn(headers: HeaderTexts): Partial<Record<Algorithm, string>> {
  const said = names.flatMap((name) => {
    const value = headers[`x-amz-checksum-${name}`];
    return value === undefined ? [] : [[name, value] as const];
  });
  if (said.length > 1) throw new S3Refusal('InvalidRequest', 'Expecting a single x-amz-checksum- header');
  for (const [name, value] of said) requireWellFormed(name, value);
  return Object.fromEntries(said);
}

/** Of a checksum of parts S3 says so by the number of parts at its end. */
function requireWellFormed(name: Algorithm, value: string): void {
  if (Buffer.from(value.replace(/-\d+$/, ''), 'base64').length !== bytes[name])
    throw new S3Refusal('InvalidRequest', `Value for x-amz-checksum-${name} header is invalid.`);
}

/** Refuses a checksum of another algorithm than that of its upload. */
export function requireAlgorithm(said: Algorithm | undefined, ofUpload: Algorithm | undefined): void {
  if (said !== undefined && ofUpload !== undefined && said !== ofUpload)
    throw new S3Refusal('InvalidRequest', `Checksum Type mismatch occurred, expected checksum Type: ${ofUpload}`);
}

/** Which checksum a request brings, wherever its value stands; undefined where it brings none. */
export function algorithmAsked(headers: HeaderTexts): Algorithm | undefined {
  const inTrailer = (headers['x-amz-trailer'] ?? '').replace('x-amz-checksum-', '').trim();
  const [inHeader] = Object.keys(checksumsIn(headers));
  return algorithmOf(inHeader) ?? algorithmOf(inTrailer);
}
