import { documentAnswer } from '../answer.ts';
import type { HeaderTexts } from '../call.ts';
import { requireWritable } from '../conditions.ts';
import { readDescription } from '../description.ts';
import { S3Refusal } from '../refusal.ts';
import type { Description, StoredObject } from '../store/stored.ts';
import type { XmlContent } from '../xml.ts';
import { copyContent, readSource } from './copying.ts';
import type { Operation } from './operation.ts';
import { wholeOf } from './put-object.ts';

export const copyObject: Operation = async (call, { store, now }) => {
  const { key, headers } = call;
  const [bucket, source] = [store.get(call.bucket), readSource(headers, store)];
  const description = descriptionOf(headers, source.object);
  const isSame = source.bucket === call.bucket && source.object.key === key;
  if (isSame && headers['x-amz-metadata-directive'] !== 'REPLACE')
    throw new S3Refusal('InvalidRequest', 'This copy request is illegal: it changes nothing of the object.');
  const file = bucket.newFile();
  const algorithm = headers['x-amz-checksum-algorithm'] ?? source.object.checksum?.algorithm;
  const whole = wholeOf(await copyContent(source, bucket.pathOf(file), algorithm));
  const object: StoredObject = { key, file, ...description, ...whole, lastModified: now().toISOString() };
  bucket.put(object, (existing) => requireWritable(headers, existing));
  return documentAnswer('CopyObjectResult', writtenXml(object));
};

function descriptionOf(headers: HeaderTexts, source: Description): Description {
  requireDirective(headers['x-amz-metadata-directive']);
  const said = readDescription(headers);
  const { headers: kept, metadata } = headers['x-amz-metadata-directive'] === 'REPLACE' ? said : source;
  const { tags } = headers['x-amz-tagging-directive'] === 'REPLACE' ? said : source;
  return { headers: kept, metadata, tags };
}

function requireDirective(directive = 'COPY'): void {
  if (directive !== 'COPY' && directive !== 'REPLACE')
    throw new S3Refusal('InvalidArgument', 'Unknown metadata directive.');
}

/** What the answer to a copy says of what was written. */
export function writtenXml({
  etag,
  lastModified,
  checksum,
}: Pick<StoredObject, 'etag' | 'lastModified'> & {
  readonly checksum?: { readonly algorithm: string; readonly value: string };
}): XmlContent {
  const sum = checksum && { [`Checksum${checksum.algorithm.toUpperCase()}`]: checksum.value };
  return { ETag: `"${etag}"`, LastModified: lastModified, ...sum };
}
