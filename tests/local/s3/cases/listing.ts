import assert from 'node:assert/strict';
import { ListObjectsV2Command, type ListObjectsV2CommandInput, PutObjectCommand } from '@aws-sdk/client-s3';
import type { S3Case, S3World } from './s3-case.ts';

/** In the order of their bytes in UTF-8; JavaScript would have the last two the other way round. */
const keys = ['B', 'Z/1', 'Z/2', 'a b&<>', 'a/1', 'a/2', 'a/b/3', 'b', 'é', '\uffee', '😀'];

/** All keys and common prefixes, page by page; the keys are put below a prefix of their own. */
async function list({ s3, bucket: Bucket }: S3World, Prefix: string, query: Partial<ListObjectsV2CommandInput>) {
  await Promise.all(
    [...keys].reverse().map((key) => s3.send(new PutObjectCommand({ Bucket, Key: `${Prefix}${key}`, Body: 'x' }))),
  );
  const found: string[] = [];
  let ContinuationToken: string | undefined;
  for (let page = 0; page < 20; page += 1) {
    const command = { Bucket, Prefix, ...query, ...(ContinuationToken && { ContinuationToken }) };
    const answer = await s3.send(new ListObjectsV2Command(command));
    const names = [
      ...(answer.Contents ?? []).map(({ Key = '' }) => Key),
      ...(answer.CommonPrefixes ?? []).map((each) => each.Prefix ?? ''),
    ];
    assert.equal(answer.KeyCount, names.length);
    found.push(...names.map((name) => name.slice(Prefix.length)));
    ContinuationToken = answer.NextContinuationToken;
    assert.equal(answer.IsTruncated, ContinuationToken !== undefined);
    if (!ContinuationToken) return found;
  }
  return assert.fail('it has no end');
}

export const listingCases: readonly S3Case[] = [
  {
    name: 'listing: byte order',
    ask: async (world) => assert.deepEqual(await list(world, 'order/', {}), keys),
  },
  {
    name: 'listing: pages of two give every key once',
    ask: async (world) => assert.deepEqual(await list(world, 'pages/', { MaxKeys: 2 }), keys),
  },
  {
    name: 'listing: pages of two with a delimiter give each prefix once',
    async ask(world) {
      const found = await list(world, 'prefixes/', { MaxKeys: 2, Delimiter: '/' });
      assert.deepEqual(found.sort(), ['B', 'Z/', 'a b&<>', 'a/', 'b', 'é', '\uffee', '😀'].sort());
    },
  },
  {
    name: 'listing: StartAfter',
    ask: async (world) =>
      assert.deepEqual(await list(world, 'after/', { StartAfter: 'after/a/1', MaxKeys: 3 }), keys.slice(5)),
  },
  {
    name: 'listing: EncodingType url',
    async ask({ s3, bucket: Bucket }) {
      const Key = 'encoded/a b+\u0001é.txt';
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
      const command = new ListObjectsV2Command({ Bucket, Prefix: 'encoded/', EncodingType: 'url' });
      const { Contents = [], EncodingType } = await s3.send(command);
      const encoded = ['encoded/a+b%2B%01%C3%A9.txt'];
      assert.deepEqual([Contents.map((each) => each.Key), EncodingType], [encoded, 'url']);
    },
  },
];
