import { documentAnswer } from '../answer.ts';
import type { S3Call } from '../call.ts';
import { type ListingPage, listPage } from '../listing.ts';
import { S3Refusal } from '../refusal.ts';
import type { Bucket } from '../store/bucket.ts';
import type { XmlContent } from '../xml.ts';
import type { Operation } from './operation.ts';

const mostKeys = 1_000;

export const listObjectsV2: Operation = (call, { store }) => {
  const { bucket, query, most, write, page, common } = listing(call, store.get(call.bucket), afterOf(call.query));
  return documentAnswer('ListBucketResult', {
    ...common,
    StartAfter: optional(query.get('start-after'), write),
    ContinuationToken: query.get('continuation-token') ?? undefined,
    NextContinuationToken: page.next === undefined ? undefined : tokenOf(page.next),
    KeyCount: page.keys.length + page.prefixes.length,
    MaxKeys: most,
    Contents: contentsOf(bucket, page, write, query.get('fetch-owner') === 'true'),
  });
};

export const listObjects: Operation = (call, { store }) => {
  const { bucket, query, most, write, page, common } = listing(
    call,
    store.get(call.bucket),
    call.query.get('marker') ?? '',
  );
  return documentAnswer('ListBucketResult', {
    ...common,
    Marker: write(query.get('marker') ?? ''),
    // Without a delimiter the next page begins behind the last key, which the caller has.
    NextMarker: query.has('delimiter') ? optional(page.next ?? null, write) : undefined,
    MaxKeys: most,
    Contents: contentsOf(bucket, page, write, true),
  });
};

function listing({ query }: S3Call, bucket: Bucket, after: string) {
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const most = mostOf(query.get('max-keys'));
  const write = query.get('encoding-type') === 'url' ? urlEncoded : (text: string) => text;
  const page = listPage(bucket.keys, { prefix, delimiter, after, most });
  const common = {
    Name: bucket.name,
    Prefix: write(prefix),
    Delimiter: optional(query.get('delimiter'), write),
    EncodingType: query.get('encoding-type') ?? undefined,
    IsTruncated: page.next !== undefined,
    CommonPrefixes: page.prefixes.map((each) => ({ Prefix: write(each) })),
  };
  return { bucket, query, most, write, page, common };
}

function contentsOf({ find }: Bucket, page: ListingPage, write: (text: string) => string, hasOwner: boolean) {
  return page.keys.flatMap((key): XmlContent[] => {
    const object = find(key);
    if (!object) return [];
    const { etag, size, lastModified, checksum } = object;
    return [
      {
        Key: write(key),
        LastModified: lastModified,
        ETag: `"${etag}"`,
        ChecksumAlgorithm: checksum?.algorithm.toUpperCase(),
        ChecksumType: checksum?.type,
        Size: size,
        StorageClass: 'STANDARD',
        Owner: hasOwner ? { ID: 'local' } : undefined,
      },
    ];
  });
}

function afterOf(query: URLSearchParams): string {
  const token = query.get('continuation-token');
  if (token === null) return query.get('start-after') ?? '';
  const after = Buffer.from(token, 'base64url').toString();
  if (tokenOf(after) !== token) throw new S3Refusal('InvalidArgument', 'The continuation token provided is incorrect');
  return after;
}

function tokenOf(after: string): string {
  return Buffer.from(after).toString('base64url');
}

export function mostOf(text: string | null, most = mostKeys): number {
  if (text === null) return most;
  if (!/^\d{1,10}$/.test(text))
    throw new S3Refusal('InvalidArgument', 'Provided max-keys not an integer or within range');
  return Math.min(most, Number(text));
}

/** Keys as S3 encodes them in a document, where XML could not hold each of them. */
export function urlEncoded(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+')
    .replace(/[!'()]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function optional(text: string | null, write: (text: string) => string): string | undefined {
  return text === null ? undefined : write(text);
}
