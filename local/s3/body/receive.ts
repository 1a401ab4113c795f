import { createHash } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { HeaderTexts, S3Call } from '../call.ts';
import { S3Refusal } from '../refusal.ts';
import type { Payload } from '../signature/payload.ts';
import { type Algorithm, algorithmAsked, algorithms, checksumsIn } from './checksums.ts';
import { decodeChunks } from './chunked.ts';

/** What was received, and found to be what the request said of it. */
export interface Received {
  readonly size: number;
  /** The MD5 in hex. */
  readonly md5: string;
  readonly checksum?: { readonly algorithm: Algorithm; readonly value: string };
}

/** The most bytes of an object that comes in one piece, and of a part. */
const mostBytes = 5 * 1024 ** 3;
/** The most bytes of a document: a completion of ten thousand parts. */
const mostDocumentBytes = 2 * 1024 ** 2;

/**
 * Receives the body of a call into a file, with the checksum that it says or else the one wanted; when it is not what was said of
 * it, or ends early, there is no file.
 */
export async function receiveFile(call: S3Call, payload: Payload, file: string, wanted?: Algorithm): Promise<Received> {
  const { headers, body } = call;
  const length = headers['x-amz-decoded-content-length'] ?? headers['content-length'];
  if (length === undefined) throw new S3Refusal('MissingContentLength');
  if (!/^\d+$/.test(length)) throw new S3Refusal('InvalidArgument', 'The length of the content is no number.');
  requireSumSaid(headers);
  const size = Number(length);
  if (size > mostBytes) throw new S3Refusal('EntityTooLarge');
  const meter = createMeter(headers, payload, wanted);
  const frame = () => (payload.isChunked ? decodeChunks(body, payload.seal, meter.setTrailer) : body);
  await writeFile(frame(), meter, file, { least: size, most: size, tooFew: 'IncompleteBody' });
  return meter.result();
}

/** How many bytes there may be, and what is said where there are fewer. */
export interface SizeLimits {
  readonly least: number;
  readonly most: number;
  readonly tooFew: 'IncompleteBody' | 'EntityTooSmall';
}

/** Writes what comes to a file while it is measured; removes the file when that fails. */
export async function writeFile(
  source: Iterable<Buffer> | AsyncIterable<Buffer>,
  meter: Meter,
  file: string,
  { least, most, tooFew }: SizeLimits,
): Promise<void> {
  try {
    const measured = measure(source, meter, most);
    await pipeline(measured, createWriteStream(file));
    if (meter.size() < least) throw new S3Refusal(tooFew);
    meter.requireAsSaid();
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  }
}

async function* measure(
  source: Iterable<Buffer> | AsyncIterable<Buffer>,
  meter: Meter,
  most: number,
): AsyncGenerator<Buffer> {
  for await (const piece of source) {
    meter.update(piece);
    if (meter.size() > most) throw new S3Refusal('EntityTooLarge');
    yield piece;
  }
}

/** Receives a body that is a document. */
export async function receiveText(call: S3Call, payload: Payload): Promise<string> {
  if (Number(call.headers['content-length'] ?? 0) > mostDocumentBytes) throw new S3Refusal('MaxMessageLengthExceeded');
  const meter = createMeter(call.headers, payload);
  const source = payload.isChunked ? decodeChunks(call.body, payload.seal, meter.setTrailer) : call.body;
  const whole = await buffer(measure(source, meter, mostDocumentBytes));
  meter.requireAsSaid();
  return whole.toString();
}

/** Measures a body while it passes. */
export interface Meter {
  update(piece: Buffer): void;
  setTrailer(trailer: HeaderTexts): void;
  size(): number;
  /** Refuses a body that is not what the request says of it. */
  requireAsSaid(): void;
  result(): Received;
}

/** A meter by what headers, or fields of a form, and the signature say; `wanted` is the checksum where they say none. */
export function createMeter(headers: HeaderTexts, { sha256 }: Payload = {}, wanted?: Algorithm): Meter {
  const algorithm = algorithmAsked(headers) ?? wanted;
  const [md5, whole, checksum] = [
    createHash('md5'),
    sha256 && createHash('sha256'),
    algorithm && algorithms[algorithm](),
  ];
  let said: HeaderTexts = headers;
  let size = 0;
  let result: Received | undefined;
  return {
    update(piece) {
      size += piece.length;
      for (const each of [md5, whole, checksum]) if (each) each.update(piece);
    },
    setTrailer(trailer) {
      said = { ...headers, ...trailer };
    },
    size: () => size,
    requireAsSaid() {
      if (whole && whole.digest('hex') !== sha256) throw new S3Refusal('XAmzContentSHA256Mismatch');
      const digest = md5.digest();
      requireMd5(headers['content-md5'], digest);
      requireTrailer(said);
      const value = checksum?.digest().toString('base64');
      if (algorithm && value !== undefined) requireChecksum(said, algorithm, value);
      result = { size, md5: digest.toString('hex'), ...(algorithm && value && { checksum: { algorithm, value } }) };
    },
    result() {
      if (!result) throw new Error('the body has not been measured to its end');
      return result;
    },
  };
}

/** Refuses a request that names an algorithm of the SDK's, and says its checksum nowhere. */
function requireSumSaid(headers: HeaderTexts): void {
  const isSaid = headers['x-amz-trailer'] !== undefined || Object.keys(checksumsIn(headers)).length > 0;
  if (headers['x-amz-sdk-checksum-algorithm'] !== undefined && !isSaid)
    throw new S3Refusal(
      'InvalidRequest',
      'x-amz-sdk-checksum-algorithm specified, but no corresponding header was found.',
    );
}

/** Refuses a body without the trailer that was announced. */
function requireTrailer(said: HeaderTexts): void {
  const announced = said['x-amz-trailer']?.trim().toLowerCase();
  if (announced !== undefined && said[announced] === undefined) throw new S3Refusal('MalformedTrailerError');
}

function requireMd5(said: string | undefined, digest: Buffer): void {
  if (said === undefined) return;
  const bytes = Buffer.from(said, 'base64');
  if (bytes.length !== 16) throw new S3Refusal('InvalidDigest');
  if (!bytes.equals(digest)) throw new S3Refusal('BadDigest');
}

function requireChecksum(said: HeaderTexts, algorithm: Algorithm, value: string): void {
  const expected = checksumsIn(said)[algorithm];
  if (expected !== undefined && expected !== value)
    throw new S3Refusal(
      'BadDigest',
      `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
    );
}
