import { documentAnswer, noContent } from '../answer.ts';
import { receiveText } from '../body/receive.ts';
import { requireWritable } from '../conditions.ts';
import { S3Refusal } from '../refusal.ts';
import { elementsOf, readXml, textOf } from '../xml-reader.ts';
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
  const keys = elementsOf(root, 'Object').map((object) => textOf(object, 'Key') ?? '');
  if (keys.length === 0 || keys.length > mostKeys) throw new S3Refusal('MalformedXML');
  for (const key of keys) bucket.remove(key);
  const isQuiet = textOf(root, 'Quiet') === 'true';
  return documentAnswer('DeleteResult', { Deleted: isQuiet ? [] : keys.map((Key) => ({ Key })) });
};
