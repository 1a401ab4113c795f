import assert from 'node:assert/strict';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { requireRefused, type S3Case, type S3World } from './s3-case.ts';

async function read({ s3, bucket }: S3World, Range: string) {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'digits', Body: '0123456789' }));
  const got = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'digits', Range }));
  return [got.$metadata.httpStatusCode, await got.Body?.transformToString(), got.ContentRange, got.ContentLength];
}

const range = (asked: string, content: string, at: string): S3Case => ({
  name: `ranges: ${asked}`,
  ask: async (world) => assert.deepEqual(await read(world, asked), [206, content, `bytes ${at}/10`, content.length]),
});

export const rangeCases: readonly S3Case[] = [
  range('bytes=0-4', '01234', '0-4'),
  range('bytes=-5', '56789', '5-9'),
  range('bytes=6-', '6789', '6-9'),
  {
    name: 'ranges: bytes=50-60: 416',
    ask: (world) => requireRefused(read(world, 'bytes=50-60'), 416, 'InvalidRange'),
  },
];
