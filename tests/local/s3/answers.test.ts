import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { copyContent } from '../../../local/s3/operations/copying.ts';
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
  it.each(['😀', 'ö'])('is refused where a URL names it, and no file is left open: %s', async (name) => {
    const query = { 'response-content-disposition': `attachment; filename="${name}"` };
    const url = presign(world, { key: Key, query });
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

describe('a body', () => {
  const upload = (headers: Record<string, string>) =>
    fetch(presign(world, { method: 'PUT', key: Key, headers }), { method: 'PUT', headers, body: 'other text' });

  it('is refused when its length is no number', async () => {
    await requireRefusal(await upload({ 'x-amz-decoded-content-length': 'abc' }), 400, 'InvalidArgument');
  });

  it('is refused when a checksum is named and not said', async () => {
    await requireRefusal(await upload({ 'x-amz-sdk-checksum-algorithm': 'SHA256' }), 400, 'InvalidRequest');
  });

  it('is refused without the trailer that was announced', async () => {
    const command = new PutObjectCommand({ ...place(), Body: Readable.from(['other text']), ContentLength: 10 });
    command.middlewareStack.add(
      (next) => (args) => {
        Object(args.request).headers['x-amz-trailer'] = 'x-amz-checksum-sha256';
        return next(args);
      },
      { step: 'build', priority: 'low', name: 'announceAnother' },
    );

    // The SDK warns of a stream that it cannot send again.
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});

    await expect(world.s3.send(command)).rejects.toMatchObject({ name: 'MalformedTrailerError' });
    warn.mockRestore();
  });
});

describe('a name that S3 keeps for itself', () => {
  it.each(['xn--clinic', 'clinic-s3alias'])('is refused for a bucket: %s', async (Bucket) => {
    await expect(world.s3.send(new CreateBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: 'InvalidBucketName',
    });
  });
});

describe('a copy', () => {
  it('is refused with a directive that there is not', async () => {
    const copy = { ...place(), Key: 'copy.txt', CopySource: `${world.bucket}/${Key}`, MetadataDirective: 'MOVE' };

    await expect(world.s3.send(new CopyObjectCommand(copy as never))).rejects.toMatchObject({
      name: 'InvalidArgument',
    });
  });

  it('has what its source had, though that is deleted as it begins', async () => {
    const [file, target] = ['source', 'copy'].map((name) => path.join(world.folder, name)) as [string, string];
    writeFileSync(file, 'text');
    const object = { key: Key, file, size: 4, etag: '', lastModified: '', headers: {}, metadata: {}, tags: [] };

    const copying = copyContent({ bucket: world.bucket, object, file }, target, undefined);
    rmSync(file);
    await copying;

    expect(readFileSync(target, 'utf8')).toBe('text');
  });
});
