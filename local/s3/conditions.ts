import type { HeaderTexts } from './call.ts';
import { S3Refusal } from './refusal.ts';
import type { StoredObject } from './store/stored.ts';

/** Refuses a write whose condition does not hold for what is there. */
export function requireWritable(headers: HeaderTexts, existing: StoredObject | undefined): void {
  const [match, noneMatch] = [headers['if-match'], headers['if-none-match']];
  if (noneMatch !== undefined && noneMatch !== '*')
    throw new S3Refusal('NotImplemented', 'If-None-Match of a write must be *');
  if (noneMatch === '*' && existing) throw new S3Refusal('PreconditionFailed');
  if (match === undefined) return;
  if (!existing) throw new S3Refusal('NoSuchKey');
  if (!isAmong(match, existing.etag)) throw new S3Refusal('PreconditionFailed');
}

/** The headers of conditions on a read, by what they ask. */
export interface ReadConditions {
  readonly match?: string | undefined;
  readonly noneMatch?: string | undefined;
  readonly modifiedSince?: string | undefined;
  readonly unmodifiedSince?: string | undefined;
}

/** The conditions of a read; those of a copy begin with `x-amz-copy-source-`. */
export function readConditions(headers: HeaderTexts, prefix = ''): ReadConditions {
  return {
    match: headers[`${prefix}if-match`],
    noneMatch: headers[`${prefix}if-none-match`],
    modifiedSince: headers[`${prefix}if-modified-since`],
    unmodifiedSince: headers[`${prefix}if-unmodified-since`],
  };
}

/** Judges a read: an ETag that is asked for outweighs a time that is. */
export function judgeRead(conditions: ReadConditions, object: StoredObject): 'read' | 'unmodified' | 'refused' {
  const { match, noneMatch, modifiedSince, unmodifiedSince } = conditions;
  if (match !== undefined && !isAmong(match, object.etag)) return 'refused';
  if (match === undefined && isAfter(object, unmodifiedSince)) return 'refused';
  if (noneMatch !== undefined) return isAmong(noneMatch, object.etag) ? 'unmodified' : 'read';
  return modifiedSince !== undefined && isAfter(object, modifiedSince) === false ? 'unmodified' : 'read';
}

function isAmong(tags: string, etag: string): boolean {
  const unquoted = tags.split(',').map((tag) => tag.trim().replace(/^"|"$/g, ''));
  return unquoted.includes(etag) || unquoted.includes('*');
}

/** Whether an object was changed after a time, in whole seconds as headers have them; undefined without a time. */
function isAfter({ lastModified }: StoredObject, time: string | undefined): boolean | undefined {
  const seconds = Math.floor(Date.parse(time ?? '') / 1_000);
  return Number.isNaN(seconds) ? undefined : Math.floor(Date.parse(lastModified) / 1_000) > seconds;
}
