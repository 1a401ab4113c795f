import type { OutgoingHttpHeaders } from 'node:http';
import type { HeaderTexts } from './call.ts';
import { S3Refusal } from './refusal.ts';
import type { Description, StoredObject } from './store/stored.ts';
import { tagsOfHeader } from './tags.ts';

const kept = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
];
const metadataPrefix = 'x-amz-meta-';
const mostMetadataBytes = 2 * 1024;

/** What headers, or fields of a form, say of an object beside its content. */
export function readDescription(headers: HeaderTexts): Description {
  requireHeld(headers);
  return {
    headers: { 'content-type': 'binary/octet-stream', ...keptOf(headers) },
    metadata: metadataOf(headers),
    tags: tagsOfHeader(headers['x-amz-tagging']),
  };
}

function keptOf(headers: HeaderTexts): Record<string, string> {
  return Object.fromEntries(
    kept.flatMap((name) => {
      // How the body was framed on its way is nothing of the object.
      const value = headers[name]?.replace(/(^|,\s*)aws-chunked\b(,\s*)?/, '$1');
      return value ? [[name, requireHeader(value)]] : [];
    }),
  );
}

const printable = /^[\t\x20-\x7e]*$/;

/** Refuses what no header of an answer could hold. */
export function requireHeader(value: string): string {
  if (!printable.test(value))
    throw new S3Refusal('InvalidArgument', 'Header value cannot be represented using ISO-8859-1.');
  return value;
}

/** A text as a header holds it, where need be by RFC 2047. */
function headerText(value: string): string {
  return printable.test(value) ? value : `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`;
}

function metadataOf(headers: HeaderTexts): Record<string, string> {
  const metadata = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith(metadataPrefix) ? [[name.slice(metadataPrefix.length), value ?? ''] as const] : [],
  );
  const bytes = metadata.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (bytes > mostMetadataBytes) throw new S3Refusal('MetadataTooLarge');
  return Object.fromEntries(metadata);
}

/** Refuses what would be another thing on AWS than here. */
function requireHeld(headers: HeaderTexts): void {
  const acl = headers['x-amz-acl'] ?? headers.acl ?? 'private';
  if (!['private', 'bucket-owner-full-control'].includes(acl)) throw new S3Refusal('AccessControlListNotSupported');
  if (Object.keys(headers).some((name) => name.startsWith('x-amz-object-lock-')))
    throw new S3Refusal('InvalidRequest', 'Bucket is missing Object Lock Configuration');
  if (Object.keys(headers).some((name) => name.startsWith('x-amz-server-side-encryption-customer-')))
    throw new S3Refusal('NotImplemented');
}

/** The headers of an answer that is about an object. */
export function objectHeaders(object: StoredObject): OutgoingHttpHeaders {
  const metadata = Object.entries(object.metadata).map(([name, value]) => [
    `${metadataPrefix}${name}`,
    headerText(value),
  ]);
  return {
    ...object.headers,
    ...Object.fromEntries(metadata),
    ...etagHeaders(object),
    'last-modified': new Date(object.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
    ...(object.tags.length > 0 && { 'x-amz-tagging-count': object.tags.length }),
  };
}

/** The headers by which a write is answered. */
export function etagHeaders({ etag }: Pick<StoredObject, 'etag'>): OutgoingHttpHeaders {
  return { etag: `"${etag}"`, 'x-amz-server-side-encryption': 'AES256' };
}

/** The headers of a checksum that is kept. */
export function checksumHeaders({ checksum }: Pick<StoredObject, 'checksum'>): OutgoingHttpHeaders {
  if (!checksum) return {};
  return { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value, 'x-amz-checksum-type': checksum.type };
}
