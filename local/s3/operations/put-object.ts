import { type Received, receiveFile } from '../body/receive.ts';
import { requireWritable } from '../conditions.ts';
import { checksumHeaders, etagHeaders, readDescription } from '../description.ts';
import type { StoredChecksum, StoredObject } from '../store/stored.ts';
import type { Operation } from './operation.ts';

export const putObject: Operation = async (call, { store, now }, payload) => {
  const { key, headers } = call;
  const bucket = store.get(call.bucket);
  const description = readDescription(headers);
  const file = bucket.newFile();
  const received = await receiveFile(call, payload, bucket.pathOf(file));
  const object: StoredObject = { key, file, ...description, ...wholeOf(received), lastModified: now().toISOString() };
  bucket.put(object, (existing) => requireWritable(headers, existing));
  return { status: 200, headers: { ...etagHeaders(object), ...checksumHeaders(object) } };
};

/** What is kept of content that came in one piece. */
export function wholeOf({ size, md5, checksum }: Received): Pick<StoredObject, 'size' | 'etag' | 'checksum'> {
  const kept: StoredChecksum | undefined = checksum && { ...checksum, type: 'FULL_OBJECT' };
  return { size, etag: md5, ...(kept && { checksum: kept }) };
}
