import assert from 'node:assert/strict';
import { CopyObjectCommand, GetObjectCommand, PutObjectCommand, type PutObjectCommandInput } from '@aws-sdk/client-s3';
import { requireRefused, type S3Case, type S3World } from './s3-case.ts';

const other = '"0123456789abcdef0123456789abcdef"';

async function put({ s3, bucket }: S3World, Key: string, more: Partial<PutObjectCommandInput> = {}): Promise<string> {
  const { ETag } = await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'first', ...more }));
  return ETag ?? '';
}

async function read({ s3, bucket }: S3World, Key: string): Promise<string | undefined> {
  return (await s3.send(new GetObjectCommand({ Bucket: bucket, Key }))).Body?.transformToString();
}

export const conditionalCases: readonly S3Case[] = [
  {
    name: 'conditional: write If-None-Match: * on an existing key refused',
    async ask(world) {
      await put(world, 'once');
      await requireRefused(put(world, 'once', { Body: 'second', IfNoneMatch: '*' }), 412, 'PreconditionFailed');
      assert.equal(await read(world, 'once'), 'first');
    },
  },
  {
    name: 'conditional: write If-None-Match: * on a new key',
    async ask(world) {
      const calls = [1, 2, 3].map((at) => put(world, 'at-once', { Body: `body ${at}`, IfNoneMatch: '*' }));
      const outcomes = await Promise.allSettled(calls);
      assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    },
  },
  {
    name: 'conditional: write If-Match of another ETag refused',
    async ask(world) {
      await put(world, 'match');
      await requireRefused(put(world, 'match', { Body: 'second', IfMatch: other }), 412, 'PreconditionFailed');
      await requireRefused(put(world, 'no such', { IfMatch: other }), 404, 'NoSuchKey');
    },
  },
  {
    name: 'conditional: write If-Match of the right ETag',
    async ask(world) {
      const IfMatch = await put(world, 'right');
      await put(world, 'right', { Body: 'second', IfMatch });
      assert.equal(await read(world, 'right'), 'second');
    },
  },
  {
    name: 'conditional: read If-None-Match of its ETag: 304',
    async ask(world) {
      const IfNoneMatch = await put(world, 'cached');
      await requireRefused(
        world.s3.send(new GetObjectCommand({ Bucket: world.bucket, Key: 'cached', IfNoneMatch })),
        304,
      );
    },
  },
  {
    name: 'conditional: read If-Match of another ETag: 412',
    async ask(world) {
      await put(world, 'read');
      const command = new GetObjectCommand({ Bucket: world.bucket, Key: 'read', IfMatch: other });
      await requireRefused(world.s3.send(command), 412, 'PreconditionFailed');
    },
  },
  {
    name: 'conditional: read If-Modified-Since in the future of the object: 304',
    async ask(world) {
      await put(world, 'since');
      const ask = (seconds: number) => {
        const IfModifiedSince = new Date(Date.now() + seconds * 1_000);
        return world.s3.send(new GetObjectCommand({ Bucket: world.bucket, Key: 'since', IfModifiedSince }));
      };
      await requireRefused(ask(60), 304);
      assert.equal((await ask(-60)).ETag, await put(world, 'since'));
    },
  },
  {
    name: 'conditional: copy with CopySourceIfMatch of another ETag refused',
    async ask(world) {
      await put(world, 'source');
      const CopySource = `${world.bucket}/source`;
      const command = { Bucket: world.bucket, Key: 'copy', CopySource, CopySourceIfMatch: other };
      await requireRefused(world.s3.send(new CopyObjectCommand(command)), 412, 'PreconditionFailed');
    },
  },
];
