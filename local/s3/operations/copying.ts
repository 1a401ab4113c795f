import { createReadStream, openSync } from 'node:fs';
import { algorithmOf } from '../body/checksums.ts';
import { createMeter, type Received, writeFile } from '../body/receive.ts';
import type { HeaderTexts } from '../call.ts';
import { judgeRead, readConditions } from '../conditions.ts';
import type { ByteRange } from '../ranges.ts';
import { S3Refusal } from '../refusal.ts';
import type { Store } from '../store/store.ts';
import type { StoredObject } from '../store/stored.ts';

/** An object that is copied, and where its content is. */
export interface CopySource {
  readonly bucket: string;
  readonly object: StoredObject;
  readonly file: string;
}

/** Finds what `x-amz-copy-source` names, `bucket/key` or `/bucket/key`, when its conditions hold. */
export function readSource(headers: HeaderTexts, store: Store): CopySource {
  const [path = '', version] = (headers['x-amz-copy-source'] ?? '').split('?versionId=');
  if (version !== undefined && version !== 'null') throw new S3Refusal('NotImplemented');
  const [, bucket = '', key = ''] = /^\/?([^/]+)\/(.+)$/s.exec(decoded(path)) ?? [];
  if (key === '') throw new S3Refusal('InvalidArgument', 'Copy Source must mention the source bucket and key');
  const source = store.get(bucket);
  const object = source.find(key);
  if (!object) throw new S3Refusal('NoSuchKey');
  if (judgeRead(readConditions(headers, 'x-amz-copy-source-'), object) !== 'read')
    throw new S3Refusal('PreconditionFailed');
  return { bucket, object, file: source.pathOf(object.file) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Refusal('InvalidArgument', 'The copy source must be URL-encoded');
  }
}

/** Copies content, or a range of it, and measures it on the way. */
export async function copyContent(
  { object, file }: CopySource,
  target: string,
  algorithm: string | undefined,
  range?: ByteRange,
): Promise<Received> {
  const meter = createMeter({}, {}, algorithmOf(algorithm));
  const { start, length } = range ?? { start: 0, length: object.size };
  // The file is opened at once: whoever replaces the object at this moment deletes it.
  const source = createReadStream('', { fd: openSync(file, 'r'), start, end: Math.max(start + length - 1, start) });
  try {
    const content = length === 0 ? [] : source;
    await writeFile(content, meter, target, { least: length, most: length, tooFew: 'IncompleteBody' });
    return meter.result();
  } finally {
    source.destroy();
  }
}
