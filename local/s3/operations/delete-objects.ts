import { documentAnswer, noContent } from '../answer.ts';
import { receiveText } from '../body/receive.ts';
import { requireWritable } from '../conditions.ts';
import { S3Refusal } from '../refusal.ts';
import type { Bucket } from '../store/bucket.ts';
import { elementsOf, readXml, textOf, type XmlElement } from '../xml-reader.ts';
import type { Operation } from './operation.ts';

const mostKeys = 1_000;

/** Deletes an object; that there was none is no error. */
export const deleteObject: Operation = ({ bucket: name, key, headers }, { store }) => {
  const bucket = store.get(name);
  if (headers['if-match'] !== undefined) requireWritable({ 'if-match': headers['if-match'] }, bucket.find(key));
  bucket.remove(key);
  return noContent;
};

export const deleteObjects: Operation = async (call, { store }, payload) => {
  const bucket = store.get(call.bucket);
  const isSummed = Object.keys(call.headers).some((name) => /^(content-md5|x-amz-checksum-|x-amz-trailer)/.test(name));
  if (!isSummed)
    throw new S3Refusal('InvalidRequest', 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  const root = readXml(await receiveText(call, payload), 'Delete');
  const objects = elementsOf(root, 'Object').map(entryOf);
  if (objects.length === 0 || objects.length > mostKeys) throw new S3Refusal('MalformedXML');
  const results = objects.map((each) => ({ Key: each.key, refusal: deleteEntry(bucket, each) }));
  const isQuiet = textOf(root, 'Quiet') === 'true';
  const { done = [], failed = [] } = Object.groupBy(results, ({ refusal }) => (refusal ? 'failed' : 'done'));
  return documentAnswer('DeleteResult', {
    Deleted: isQuiet ? [] : done.map(({ Key }) => ({ Key })),
    Error: failed.map(({ Key, refusal }) => ({ Key, Code: refusal?.code, Message: refusal?.message })),
  });
};

/** An object to delete: its key, and what else is asked of it. */
interface Entry {
  readonly key: string;
  readonly etag: string | undefined;
  readonly versionId: string | undefined;
}

function entryOf(object: XmlElement): Entry {
  return {
    key: textOf(object, 'Key') ?? '',
    etag: textOf(object, 'ETag'),
    versionId: textOf(object, 'VersionId'),
  };
}

/** Deletes an object; answers why not where it is not the one that is meant. */
function deleteEntry(bucket: Bucket, { key, etag, versionId }: Entry): S3Refusal | undefined {
  try {
    if (versionId !== undefined) throw new S3Refusal('NotImplemented', 'The local S3 has no versions');
    if (etag !== undefined) requireWritable({ 'if-match': etag }, bucket.find(key));
    bucket.remove(key);
    return undefined;
  } catch (error) {
    if (error instanceof S3Refusal) return error;
    throw error;
  }
}
