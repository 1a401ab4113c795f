import { documentAnswer, noContent } from '../answer.ts';
import { algorithmAsked, algorithmOf, requireAlgorithm } from '../body/checksums.ts';
import { type Received, receiveFile } from '../body/receive.ts';
import type { S3Call } from '../call.ts';
import { readDescription } from '../description.ts';
import { readRange } from '../ranges.ts';
import { S3Refusal } from '../refusal.ts';
import type { StoredPart } from '../store/stored.ts';
import { writtenXml } from './copy-object.ts';
import { copyContent, readSource } from './copying.ts';
import type { Operation } from './operation.ts';

const mostParts = 10_000;

export const createUpload: Operation = ({ bucket: name, key, headers }, { store, now }) => {
  const algorithm = algorithmOf(headers['x-amz-checksum-algorithm']);
  const said = headers['x-amz-checksum-type'] ?? (algorithm === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE');
  const checksumType = said === 'FULL_OBJECT' ? said : 'COMPOSITE';
  const upload = store.get(name).uploads.begin({
    key,
    ...readDescription(headers),
    initiated: now().toISOString(),
    ...(algorithm && { algorithm, checksumType }),
  });
  const sums = algorithm && {
    'x-amz-checksum-algorithm': algorithm.toUpperCase(),
    'x-amz-checksum-type': checksumType,
  };
  const answer = { Bucket: name, Key: key, UploadId: upload.id };
  return documentAnswer('InitiateMultipartUploadResult', answer, sums);
};

export const uploadPart: Operation = async (call, { store, now }, payload) => {
  const bucket = store.get(call.bucket);
  const { number, id } = partAsked(call);
  const { algorithm } = bucket.uploads.get(id, call.key);
  requireAlgorithm(algorithmAsked(call.headers), algorithm);
  const file = bucket.newFile();
  // A part has the checksum of its upload, also where the request says none.
  const received = await receiveFile(call, payload, bucket.pathOf(file), algorithm);
  const part = partOf(received, { number, file, lastModified: now().toISOString() });
  bucket.uploads.putPart(id, part);
  const sum = part.checksum && { [`x-amz-checksum-${part.checksum.algorithm}`]: part.checksum.value };
  return { status: 200, headers: { etag: `"${part.etag}"`, ...sum } };
};

export const uploadPartCopy: Operation = async (call, { store, now }) => {
  const [bucket, source] = [store.get(call.bucket), readSource(call.headers, store)];
  const { number, id } = partAsked(call);
  const { algorithm } = bucket.uploads.get(id, call.key);
  const range = readRange(call.headers['x-amz-copy-source-range'], source.object.size);
  const file = bucket.newFile();
  const received = await copyContent(source, bucket.pathOf(file), algorithm, range);
  const part = partOf(received, { number, file, lastModified: now().toISOString() });
  bucket.uploads.putPart(id, part);
  return documentAnswer('CopyPartResult', writtenXml(part));
};

export const abortUpload: Operation = ({ bucket, key, query }, { store }) => {
  const { uploads } = store.get(bucket);
  uploads.end(uploads.get(query.get('uploadId') ?? '', key).id);
  return noContent;
};

function partAsked({ query }: S3Call): { readonly number: number; readonly id: string } {
  const number = Number(query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > mostParts)
    throw new S3Refusal('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
  return { number, id: query.get('uploadId') ?? '' };
}

function partOf(
  { size, md5, checksum }: Received,
  place: Pick<StoredPart, 'number' | 'file' | 'lastModified'>,
): StoredPart {
  return { ...place, size, etag: md5, ...(checksum && { checksum }) };
}
