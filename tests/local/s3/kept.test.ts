import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startOnLoopback } from '../../../local/sqs/on-loopback.ts';
import { clientOf } from './cases/s3-case.ts';
import { presign } from './cases/signing.ts';
import { type InProcessS3, startInProcess } from './in-process.ts';

let dataDir: string;
let world: InProcessS3;

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'polyclinic-s3-'));
});

afterEach(async () => {
  await world.stop();
  rmSync(dataDir, { recursive: true });
});

const Bucket = 'cases';
const folder = (name: string) => path.join(dataDir, 's3', Bucket, name);
const put = (Key: string, Body: string, more = {}) =>
  world.s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const read = async (Key: string) =>
  (await world.s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
const keys = async () =>
  ((await world.s3.send(new ListObjectsV2Command({ Bucket }))).Contents ?? []).map(({ Key }) => Key);

async function restart(): Promise<void> {
  await world.stop();
  world = await startInProcess(dataDir);
}

describe('what the local S3 keeps', () => {
  it('is there after a restart: objects with all about them, and rules of CORS', async () => {
    world = await startInProcess(dataDir);
    const about = { ContentType: 'image/png', Metadata: { kind: 'x-ray' }, Tagging: 'a=1' };
    await put('b/../../ö 😀', 'text', about);
    await put('a', 'first');
    await put('a', 'second');
    const rules = { CORSRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }] };
    await world.s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: rules }));

    await restart();

    const head = await world.s3.send(new HeadObjectCommand({ Bucket, Key: 'b/../../ö 😀' }));
    expect(head).toMatchObject({
      ContentType: 'image/png',
      Metadata: { kind: 'x-ray' },
      TagCount: 1,
      ContentLength: 4,
    });
    expect([await keys(), await read('a')]).toEqual([['a', 'b/../../ö 😀'], 'second']);
    const { headers } = await fetch(presign(world, { key: 'a' }), { headers: { origin: 'https://clinic.example' } });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(readdirSync(folder('content'))).toHaveLength(2);
  });

  it('is an upload as well, which goes on after a restart', async () => {
    world = await startInProcess(dataDir);
    const place = { Bucket, Key: 'large' };
    const { UploadId } = await world.s3.send(new CreateMultipartUploadCommand(place));
    const part = { ...place, UploadId, PartNumber: 1 };
    const { ETag } = await world.s3.send(new UploadPartCommand({ ...part, Body: 'text' }));

    await restart();
    const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] };
    await world.s3.send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload }));

    expect(await read('large')).toBe('text');
    expect([readdirSync(folder('content')).length, readdirSync(folder('uploads'))]).toEqual([1, []]);
  });

  it('is no half of an object, when its caller goes away', async () => {
    world = await startInProcess(dataDir);
    const url = presign(world, { method: 'PUT', key: 'half' });
    const sent = request(url, { method: 'PUT', headers: { 'content-length': '1000' } }).on('error', () => {});
    sent.write('x'.repeat(500));
    while (readdirSync(folder('content')).length === 0) await new Promise(setImmediate);

    sent.destroy();

    while (readdirSync(folder('content')).length > 0) await new Promise(setImmediate);
    expect(await keys()).toEqual([]);
  });

  it('is no half of an object either, when the process ended in its midst', async () => {
    world = await startInProcess(dataDir);
    await put('a', 'text');
    writeFileSync(path.join(folder('content'), 'half'), 'ha');
    writeFileSync(path.join(folder('objects'), 'record.json.draft'), '{"key":');

    await restart();

    expect([await keys(), await read('a')]).toEqual([['a'], 'text']);
    expect([readdirSync(folder('content')).length, readdirSync(folder('objects')).length]).toEqual([1, 1]);
  });

  it('is read to its end, although the object is replaced meanwhile', async () => {
    world = await startInProcess(dataDir);
    await put('a', 'x'.repeat(2_000_000));
    const answer = await fetch(presign(world, { key: 'a' }));

    await put('a', 'second');

    expect((await answer.text()).length).toBe(2_000_000);
    expect(await read('a')).toBe('second');
  });

  it('is what an earlier version kept in the database of fauxqs', async () => {
    const fauxqs = await startOnLoopback(dataDir);
    const client = clientOf(`http://127.0.0.1:${fauxqs.port}`);
    await client.send(new CreateBucketCommand({ Bucket }));
    const about = {
      ContentType: 'application/json',
      CacheControl: 'no-store',
      ContentDisposition: 'attachment',
      ContentEncoding: 'identity',
      ContentLanguage: 'en',
    };
    const before = { Bucket, Key: 'audit/2026-03-08.json', Body: '{"day":1}', ...about };
    const { ETag } = await client.send(new PutObjectCommand(before));
    client.destroy();
    await fauxqs.stop();

    world = await startInProcess(dataDir);

    const got = await world.s3.send(new GetObjectCommand({ Bucket, Key: before.Key }));
    expect(await got.Body?.transformToString()).toBe('{"day":1}');
    expect(got).toMatchObject({ ...about, ETag });
    await expect(put(before.Key, 'other', { IfNoneMatch: '*' })).rejects.toThrow('pre-conditions');
    // What is taken over once is not taken over again, though the database is still there.
    await put(before.Key, 'changed');
    await restart();
    expect(await read(before.Key)).toBe('changed');
  });

  it('is taken over whole: a process that ended in the midst of it begins anew', async () => {
    const fauxqs = await startOnLoopback(dataDir);
    fauxqs.createBucket('kept-before');
    await fauxqs.stop();
    world = await startInProcess(dataDir);
    await put('half', 'of it');
    await world.stop();
    renameSync(path.join(dataDir, 's3'), path.join(dataDir, 's3.draft'));
    rmSync(path.join(dataDir, 's3.draft', 'kept-before'), { recursive: true });

    world = await startInProcess(dataDir);

    expect(readdirSync(path.join(dataDir, 's3')).sort()).toEqual([Bucket, 'kept-before']);
    expect(await keys()).toEqual([]);
  });
});
