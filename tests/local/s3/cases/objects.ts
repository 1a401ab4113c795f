import assert from 'node:assert/strict';
import {
  CopyObjectCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { requireRefused, type S3Case } from './s3-case.ts';

export const objectCases: readonly S3Case[] = [
  {
    name: 'object: metadata kept',
    async ask({ s3, bucket: Bucket }) {
      const about = { Metadata: { kind: 'x-ray', year: '2026' }, ContentType: 'image/png', CacheControl: 'no-store' };
      await s3.send(new PutObjectCommand({ Bucket, Key: 'about', Body: 'text', ...about }));
      const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'about' }));
      const { Metadata, ContentType, CacheControl, ContentLength } = head;
      assert.deepEqual({ Metadata, ContentType, CacheControl }, about);
      assert.equal(ContentLength, 4);
    },
  },
  {
    name: 'object: Tagging header kept',
    async ask({ s3, bucket: Bucket }) {
      await s3.send(new PutObjectCommand({ Bucket, Key: 'tagged', Body: 'x', Tagging: 'kind=x-ray&note=a%20b' }));
      const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'tagged' }));
      assert.deepEqual(TagSet, [
        { Key: 'kind', Value: 'x-ray' },
        { Key: 'note', Value: 'a b' },
      ]);
    },
  },
  {
    name: 'object: PutObjectTagging leaves the content',
    async ask({ s3, bucket: Bucket }) {
      await s3.send(new PutObjectCommand({ Bucket, Key: 'content', Body: 'text' }));
      const Tagging = { TagSet: [{ Key: 'kind', Value: 'x-ray' }] };
      await s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'content', Tagging }));
      const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'content' }));
      assert.deepEqual([await got.Body?.transformToString(), got.TagCount], ['text', 1]);
    },
  },
  {
    name: 'object: eleven tags refused',
    async ask({ s3, bucket: Bucket }) {
      await s3.send(new PutObjectCommand({ Bucket, Key: 'eleven', Body: 'text' }));
      const TagSet = Array.from({ length: 11 }, (_, at) => ({ Key: `k${at}`, Value: 'v' }));
      const command = new PutObjectTaggingCommand({ Bucket, Key: 'eleven', Tagging: { TagSet } });
      await requireRefused(s3.send(command), 400);
    },
  },
  {
    name: 'object: CopyObject with new metadata',
    async ask({ s3, bucket: Bucket }) {
      const Key = 'a source/ö.txt';
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'text', Metadata: { a: '1' }, Tagging: 'kind=x-ray' }));
      const CopySource = encodeURI(`${Bucket}/${Key}`);
      const replaced = { MetadataDirective: 'REPLACE', Metadata: { b: '2' }, ContentType: 'text/plain' } as const;
      await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource, ...replaced }));
      const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'copy' }));
      const about = [await got.Body?.transformToString(), got.Metadata, got.ContentType, got.TagCount];
      assert.deepEqual(about, ['text', { b: '2' }, 'text/plain', 1]);
    },
  },
  {
    name: 'object: DeleteObjects of two',
    async ask({ s3, bucket: Bucket }) {
      const Objects = ['gone/1', 'gone/&2'].map((Key) => ({ Key }));
      await Promise.all(Objects.map(({ Key }) => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))));
      const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
      const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'gone/' }));
      assert.deepEqual([Deleted?.length, KeyCount], [2, 0]);
    },
  },
  {
    name: 'object: user metadata over 2 KB refused',
    ask: ({ s3, bucket: Bucket }) => {
      const Metadata = { note: 'x'.repeat(2_048) };
      const command = new PutObjectCommand({ Bucket, Key: 'much', Body: 'x', Metadata });
      return requireRefused(s3.send(command), 400, 'MetadataTooLarge');
    },
  },
  {
    name: 'object: missing key: NoSuchKey',
    ask: ({ s3, bucket: Bucket }) =>
      requireRefused(s3.send(new GetObjectCommand({ Bucket, Key: 'nothing' })), 404, 'NoSuchKey'),
  },
  {
    name: 'object: missing bucket: NoSuchBucket',
    ask: ({ s3 }) =>
      requireRefused(s3.send(new ListObjectsV2Command({ Bucket: 'no-such-bucket' })), 404, 'NoSuchBucket'),
  },
  {
    name: 'object: deleting a bucket that is not empty refused',
    async ask({ s3, bucket: Bucket }) {
      await s3.send(new PutObjectCommand({ Bucket, Key: 'in it', Body: 'x' }));
      await requireRefused(s3.send(new DeleteBucketCommand({ Bucket })), 409, 'BucketNotEmpty');
    },
  },
];
