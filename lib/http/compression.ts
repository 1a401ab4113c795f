import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** The content codings that we speak, the better one first. */
export const codings = ['br', 'gzip'] as const;
export type Coding = (typeof codings)[number];

/** The fewest bytes that are worth compressing. */
const worthwhileBytes = 1024;
const asBrotli = promisify(brotliCompress);
const asGzip = promisify(gzip);

/** The best coding that an `Accept-Encoding` header accepts; undefined where it accepts none, or prefers the body as it is. */
export function acceptedCoding(header = ''): Coding | undefined {
  const accepted = new Map(header.toLowerCase().split(',').map(readPreference));
  const quality = (coding: string) => accepted.get(coding) ?? accepted.get('*') ?? 0;
  const [best] = codings.filter((coding) => quality(coding) > 0).sort((a, b) => quality(b) - quality(a));
  return best && quality(best) < (accepted.get('identity') ?? 0) ? undefined : best;
}

function readPreference(preference: string): [string, number] {
  const [coding = '', ...parameters] = preference.split(';').map((part) => part.trim());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  // The older name means the same (RFC 9110, 8.4.1.3).
  return [coding === 'x-gzip' ? 'gzip' : coding, quality === undefined ? 1 : Number(quality) || 0];
}

/** The coding for so many bytes; undefined where compressing them gains nothing. */
export function worthwhileCoding(bytes: number, header: string | undefined): Coding | undefined {
  return bytes < worthwhileBytes ? undefined : acceptedCoding(header);
}

/** Compresses a body. */
export function compress(body: Buffer, coding: Coding): Promise<Buffer> {
  // Quality 4 costs about what gzip does and compresses better; 11 is for files that are compressed once, at build.
  return coding === 'br' ? asBrotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }) : asGzip(body);
}
