import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** The content codings that we speak, the better one first. */
const codings = ['br', 'gzip'] as const;
export type Coding = (typeof codings)[number];

/** Below this many bytes the coding's own overhead eats the gain. */
const worthwhileBytes = 1024;
const asBrotli = promisify(brotliCompress);
const asGzip = promisify(gzip);

/** The best coding that an `Accept-Encoding` header takes; undefined for none. */
export function acceptedCoding(header = ''): Coding | undefined {
  const accepted = new Map(header.toLowerCase().split(',').map(readPreference));
  const quality = (coding: string) => accepted.get(coding) ?? accepted.get('*') ?? 0;
  return codings.filter((coding) => quality(coding) > 0).sort((a, b) => quality(b) - quality(a))[0];
}

function readPreference(preference: string): [string, number] {
  const [coding = '', ...parameters] = preference.split(';').map((part) => part.trim());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return [coding, quality === undefined ? 1 : Number(quality) || 0];
}

/** The body in the best coding that the client takes; undefined where it goes as it is. */
export async function compress(body: Buffer, header?: string): Promise<{ coding: Coding; body: Buffer } | undefined> {
  const coding = body.length < worthwhileBytes ? undefined : acceptedCoding(header);
  if (coding === 'br') {
    // Quality 4 costs about what gzip does and packs better; 11 is for what is packed once, at build.
    return { coding, body: await asBrotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }) };
  }
  return coding && { coding, body: await asGzip(body) };
}
