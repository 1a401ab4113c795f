import { createHash } from 'node:crypto';
import { createReadStream, existsSync, openSync } from 'node:fs';
import { documentAnswer } from '../answer.ts';
import { algorithmAsked, algorithms, checksumsIn, requireAlgorithm } from '../body/checksums.ts';
import { createMeter, receiveText, writeFile } from '../body/receive.ts';
import type { HeaderTexts, S3Call } from '../call.ts';
import { requireWritable } from '../conditions.ts';
import { etagHeaders } from '../description.ts';
import { S3Refusal } from '../refusal.ts';
import type { Bucket } from '../store/bucket.ts';
import type { StoredChecksum, StoredObject, StoredPart, StoredUpload } from '../store/stored.ts';
import { elementsOf, readXml, textOf, type XmlElement } from '../xml-reader.ts';
import type { Operation } from './operation.ts';

/** The least bytes of a part that is not the last one. */
const leastPartBytes = 5 * 1024 ** 2;

export const completeUpload: Operation = async (call, { store, now }, payload) => {
  const bucket = store.get(call.bucket);
  const upload = bucket.uploads.get(call.query.get('uploadId') ?? '', call.key);
  const root = readXml(await receiveText(withoutSums(call), payload), 'CompleteMultipartUpload');
  const parts = chosenParts(elementsOf(root, 'Part'), bucket.uploads.partsOf(upload.id), upload);
  requireWritable(call.headers, bucket.find(call.key));
  const object = await joined(bucket, upload, parts, now());
  bucket.put(object, (existing) => {
    requireSum(call.headers, upload, object);
    requireWritable(call.headers, existing);
  });
  bucket.uploads.end(upload.id);
  return answerOf(object, call.bucket);
};

const isSum = (name: string) => name.startsWith('x-amz-checksum-');

/** The call without checksums, which here are of the object, and not of the document that asks for it. */
function withoutSums(call: S3Call): S3Call {
  return { ...call, headers: Object.fromEntries(Object.entries(call.headers).filter(([name]) => !isSum(name))) };
}

/** Refuses an object that is not what the caller says of it. */
function requireSum(headers: HeaderTexts, upload: StoredUpload, { checksum }: StoredObject): void {
  const algorithm = algorithmAsked(headers);
  requireAlgorithm(algorithm, upload.algorithm);
  if (algorithm === undefined || checksum === undefined) return;
  // The number of parts behind a checksum of checksums may be left out.
  const bare = (value: string | undefined) => value?.replace(/-\d+$/, '');
  if (bare(checksumsIn(headers)[algorithm]) !== bare(checksum.value)) throw new S3Refusal('BadDigest');
}

function answerOf({ key, etag, checksum }: StoredObject, bucket: string) {
  const sum = checksum && {
    [`Checksum${checksum.algorithm.toUpperCase()}`]: checksum.value,
    ChecksumType: checksum.type,
  };
  const place = { Location: `/${bucket}/${key}`, Bucket: bucket, Key: key };
  return documentAnswer(
    'CompleteMultipartUploadResult',
    { ...place, ETag: `"${etag}"`, ...sum },
    etagHeaders({ etag }),
  );
}

/** The parts that the caller names, each by its number and the ETag that it was given. */
function chosenParts(named: readonly XmlElement[], kept: readonly StoredPart[], upload: StoredUpload): StoredPart[] {
  if (named.length === 0) throw new S3Refusal('MalformedXML');
  const parts = named.map((element) => chosenPart(element, kept, upload));
  if (parts.some(({ number }, at) => number <= (parts[at - 1]?.number ?? 0))) throw new S3Refusal('InvalidPartOrder');
  if (parts.slice(0, -1).some(({ size }) => size < leastPartBytes)) throw new S3Refusal('EntityTooSmall');
  return parts;
}

function chosenPart(element: XmlElement, kept: readonly StoredPart[], { algorithm }: StoredUpload): StoredPart {
  const number = Number(textOf(element, 'PartNumber'));
  const etag = textOf(element, 'ETag')?.replace(/^"|"$/g, '');
  const part = kept.find((each) => each.number === number && each.etag === etag);
  if (!part) throw new S3Refusal('InvalidPart');
  const said = algorithm && textOf(element, `Checksum${algorithm.toUpperCase()}`);
  if (said !== undefined && said !== part.checksum?.value) throw new S3Refusal('InvalidPart');
  return part;
}

/** Joins the parts in one file, so that a read opens no more than that. */
async function joined(
  bucket: Bucket,
  { key, headers, metadata, tags, algorithm, checksumType }: StoredUpload,
  parts: readonly StoredPart[],
  now: Date,
): Promise<StoredObject> {
  const file = bucket.newFile();
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const meter = createMeter({}, {}, checksumType === 'FULL_OBJECT' ? algorithm : undefined);
  await writeFile(contentOf(bucket, parts), meter, bucket.pathOf(file), {
    least: size,
    most: size,
    tooFew: 'IncompleteBody',
  });
  const whole = meter.result().checksum;
  const checksum: StoredChecksum | undefined = whole ? { ...whole, type: 'FULL_OBJECT' } : composite(parts, algorithm);
  const description = { headers, metadata, tags };
  const partSizes = parts.map((part) => part.size);
  const about = { key, file, size, etag: etagOf(parts), partSizes, lastModified: now.toISOString() };
  return { ...description, ...about, ...(checksum && { checksum }) };
}

async function* contentOf(bucket: Bucket, parts: readonly StoredPart[]): AsyncGenerator<Buffer> {
  for (const { file } of parts) {
    const path = bucket.pathOf(file);
    // Somebody has uploaded the part again, or ended the upload.
    if (!existsSync(path)) throw new S3Refusal('InvalidPart');
    yield* createReadStream('', { fd: openSync(path, 'r') });
  }
}

/** The MD5 of the MD5s of the parts, and how many these are. */
function etagOf(parts: readonly StoredPart[]): string {
  const digests = Buffer.concat(parts.map(({ etag }) => Buffer.from(etag, 'hex')));
  return `${createHash('md5').update(digests).digest('hex')}-${parts.length}`;
}

/** The checksum of the checksums of the parts. */
function composite(parts: readonly StoredPart[], algorithm: StoredUpload['algorithm']): StoredChecksum | undefined {
  const values = parts.flatMap(({ checksum }) => checksum?.value ?? []);
  if (!algorithm || values.length < parts.length) return undefined;
  const sum = algorithms[algorithm]();
  sum.update(Buffer.concat(values.map((value) => Buffer.from(value, 'base64'))));
  return { algorithm, value: `${sum.digest().toString('base64')}-${parts.length}`, type: 'COMPOSITE' };
}
