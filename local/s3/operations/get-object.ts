import { openSync } from 'node:fs';
import type { OutgoingHttpHeaders } from 'node:http';
import type { S3Answer } from '../answer.ts';
import type { S3Call } from '../call.ts';
import { judgeRead, readConditions } from '../conditions.ts';
import { checksumHeaders, etagHeaders, objectHeaders, requireHeader } from '../description.ts';
import { type ByteRange, readPartRange, readRange } from '../ranges.ts';
import { S3Refusal } from '../refusal.ts';
import type { StoredObject } from '../store/stored.ts';
import type { Operation } from './operation.ts';

export const getObject: Operation = (call, { store }) => {
  const bucket = store.get(call.bucket);
  const object = bucket.find(call.key);
  if (!object) throw new S3Refusal('NoSuchKey');
  const verdict = judgeRead(readConditions(call.headers), object);
  if (verdict === 'refused') throw new S3Refusal('PreconditionFailed');
  if (verdict === 'unmodified')
    return {
      status: 304,
      headers: { ...etagHeaders(object), 'last-modified': objectHeaders(object)['last-modified'] },
    };
  return answerOf(call, object, bucket.pathOf(object.file));
};

function answerOf(call: S3Call, object: StoredObject, file: string): S3Answer {
  const range = rangeOf(call, object);
  const { start, length } = range ?? { start: 0, length: object.size };
  const headers = {
    ...objectHeaders(object),
    ...overridesIn(call.query),
    ...partHeaders(call, object),
    ...(range && { 'content-range': `bytes ${start}-${start + length - 1}/${object.size}` }),
    // A checksum is of the whole content.
    ...(!range && call.headers['x-amz-checksum-mode'] === 'ENABLED' && checksumHeaders(object)),
    'content-length': length,
  };
  const status = range ? 206 : 200;
  if (call.method === 'HEAD') return { status, headers };
  // The file is opened at once: whoever replaces the object at this moment deletes it.
  return { status, headers, body: { descriptor: openSync(file, 'r'), start, length } };
}

function rangeOf({ query, headers }: S3Call, object: StoredObject): ByteRange | undefined {
  const part = query.get('partNumber');
  if (part === null) return readRange(headers.range, object.size);
  if (headers.range !== undefined) throw new S3Refusal('InvalidRequest', 'Cannot specify both Range and partNumber');
  return readPartRange(part, object);
}

function partHeaders({ query }: S3Call, { partSizes }: StoredObject): OutgoingHttpHeaders {
  return query.has('partNumber') && partSizes ? { 'x-amz-mp-parts-count': partSizes.length } : {};
}

/** A signed query may name other headers of the answer: `response-content-disposition`. */
function overridesIn(query: URLSearchParams): OutgoingHttpHeaders {
  const names = ['type', 'language', 'disposition', 'encoding'].map((name) => `content-${name}`);
  const given = [...names, 'expires', 'cache-control'].flatMap((name) => {
    const value = query.get(`response-${name}`);
    return value === null ? [] : [[name, requireHeader(value)]];
  });
  return Object.fromEntries(given);
}
