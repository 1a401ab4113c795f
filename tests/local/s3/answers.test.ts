import { readdirSync } from 'node:fs';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { requireRefusal } from './cases/s3-case.ts';
import { post, presign, signedFields } from './cases/signing.ts';
import { type InProcessS3, startInProcess } from './in-process.ts';

let world: InProcessS3;
const Key = 'a.txt';
const place = () => ({ Bucket: world.bucket, Key });

beforeAll(async () => {
  world = await startInProcess();
});

beforeEach(() => world.s3.send(new PutObjectCommand({ ...place(), Body: 'text' })));
afterAll(() => world.stop());

/** Posts a form whose policy lets any value of its fields in. */
function submit(more: Readonly<Record<string, string>>): Promise<Response> {
  const fields = { key: Key, ...more };
  const conditions = [{ bucket: world.bucket }, ...Object.keys(fields).map((name) => ['starts-with', `$${name}`, ''])];
  return post(world, signedFields({ fields, conditions }), 'text');
}

describe('what a header cannot hold', () => {
  it('is refused where a URL names it, and no file is left open', async () => {
    const url = presign(world, { key: Key, query: { 'response-content-disposition': 'attachment; filename="😀"' } });
    const open = () => readdirSync('/proc/self/fd').length;
    await requireRefusal(await fetch(url), 400, 'InvalidArgument');
    const before = open();

    for (let time = 0; time < 10; time += 1) await (await fetch(url)).text();

    expect(open() - before).toBeLessThan(10);
  });

  it('comes back by RFC 2047 where it is metadata of a form', async () => {
    const answer = await submit({ 'x-amz-meta-name': 'Röntgen 😀' });
    expect(answer.status).toBe(204);

    const { Metadata } = await world.s3.send(new HeadObjectCommand(place()));

    expect(Metadata).toEqual({ name: '=?UTF-8?B?UsO2bnRnZW4g8J+YgA==?=' });
  });

  it('is refused as the type of a form', async () => {
    await requireRefusal(await submit({ 'Content-Type': 'text/😀' }), 400, 'InvalidArgument');
  });
});

describe('a deletion of several', () => {
  it.each([
    [{ ETag: '"another"' }, 'PreconditionFailed'],
    [{ VersionId: 'one' }, 'NotImplemented'],
  ])('leaves what is not meant: %j', async (more, Code) => {
    const Delete = { Objects: [{ Key, ...more }, { Key: 'b.txt' }] };

    const { Deleted, Errors } = await world.s3.send(new DeleteObjectsCommand({ Bucket: world.bucket, Delete }));

    expect(Deleted).toEqual([{ Key: 'b.txt' }]);
    expect(Errors).toEqual([expect.objectContaining({ Key, Code })]);
    expect((await world.s3.send(new GetObjectCommand(place()))).ContentLength).toBe(4);
  });
});

describe('the checksum of a whole object', () => {
  const complete = async (ChecksumCRC32: (right: string | undefined) => string | undefined) => {
    const sums = { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' } as const;
    const { UploadId } = await world.s3.send(new CreateMultipartUploadCommand({ ...place(), ...sums }));
    const part = { ...place(), UploadId, PartNumber: 1, Body: 'one part', ChecksumAlgorithm: 'CRC32' } as const;
    const { ETag, ChecksumCRC32: right } = await world.s3.send(new UploadPartCommand(part));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    const said = { ChecksumCRC32: ChecksumCRC32(right), ChecksumType: sums.ChecksumType };
    return world.s3.send(new CompleteMultipartUploadCommand({ ...place(), UploadId, MultipartUpload, ...said }));
  };

  it('completes an upload when it is right', async () => {
    expect((await complete((right) => right)).ETag).toMatch(/-1"$/);
  });

  it('refuses the completion when it is not', async () => {
    await expect(complete(() => 'AAAAAA==')).rejects.toMatchObject({ name: 'BadDigest' });
  });
});

describe('a caller who waits', () => {
  it('has an answer when what it asked for went meanwhile', async () => {
    const { UploadId } = await world.s3.send(new CreateMultipartUploadCommand(place()));
    const parts = { Parts: [{ PartNumber: 1, ETag: '"0123456789abcdef0123456789abcdef"' }] };

    const completion = world.s3.send(
      new CompleteMultipartUploadCommand({ ...place(), UploadId, MultipartUpload: parts }),
    );

    await expect(completion).rejects.toMatchObject({ name: 'InvalidPart' });
  });
});
