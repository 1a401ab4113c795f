import { request } from 'node:http';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { bytes, clientOf, requireRefusal, requireRefused } from './cases/s3-case.ts';
import { post, presign, signedFields } from './cases/signing.ts';
import { type InProcessS3, startInProcess } from './in-process.ts';

let world: InProcessS3;
const minute = 60_000;

beforeAll(async () => {
  world = await startInProcess();
});

afterEach(() => world.shift(0));
afterAll(() => world.stop());

const put = (more: object = {}) =>
  world.s3.send(new PutObjectCommand({ Bucket: world.bucket, Key: 'a.txt', Body: 'text', ...more }));

describe('a signature of the local S3', () => {
  it('covers each header of S3 that the request has', async () => {
    await put();

    const answer = await fetch(presign(world, { key: 'a.txt' }), { headers: { 'x-amz-checksum-mode': 'ENABLED' } });

    await requireRefusal(answer, 403, 'AccessDenied');
  });

  it('in a URL is not valid yet when its date is to come', async () => {
    const url = presign(world, { key: 'a.txt', date: new Date(Date.now() + 16 * minute) });

    await requireRefusal(await fetch(url), 403, 'AccessDenied');
  });

  it('in a URL ends with its seconds, by the clock of S3', async () => {
    await put();
    const url = presign(world, { key: 'a.txt', seconds: 60 });

    expect((await fetch(url)).status).toBe(200);
    world.shift(2 * minute);

    await requireRefusal(await fetch(url), 403, 'AccessDenied');
  });

  it.each([0, -5])('in a URL is refused when it is valid for %d s', async (seconds) => {
    const url = presign(world, { key: 'a.txt', seconds });

    await requireRefusal(await fetch(url), 400, 'AuthorizationQueryParametersError');
  });

  it('in a URL is refused with an unknown key', async () => {
    const url = presign(world, { key: 'a.txt', keyId: 'other' });

    await requireRefusal(await fetch(url), 403, 'InvalidAccessKeyId');
  });

  it.each(['eu-west-1'])('in the header is refused for the region %s', async (region) => {
    const client = clientOf(world.endpoint, { region });

    const call = client.send(new ListObjectsV2Command({ Bucket: world.bucket }));

    await requireRefused(call, 400, 'AuthorizationHeaderMalformed').finally(() => client.destroy());
  });

  it('of version 2 is not taken', async () => {
    const answer = await fetch(`${world.endpoint}/${world.bucket}`, { headers: { authorization: 'AWS local:c2ln' } });

    await requireRefusal(answer, 400, 'InvalidRequest');
  });

  it('is wanted for the bucket as well, which is told without a body', async () => {
    const client = clientOf(world.endpoint, { credentials: { accessKeyId: 'local', secretAccessKey: 'wrong' } });

    const call = client.send(new HeadBucketCommand({ Bucket: world.bucket }));

    await requireRefused(call, 403).finally(() => client.destroy());
  });
});

describe('a form of the local S3', () => {
  const fields = { key: 'uploads/a.txt' };
  const conditions = [['starts-with', '$key', 'uploads/']];

  it.each([
    ['one field is', [21_000]],
    ['its fields together are', [7_000, 7_000, 7_000]],
  ])('is refused when %s larger than 20 KB', async (_, sizes) => {
    const notes = Object.fromEntries(sizes.map((size, at) => [`x-ignore-note-${at}`, 'x'.repeat(size)]));

    const answer = await post(world, signedFields({ fields: { ...fields, ...notes }, conditions }), 'text');

    await requireRefusal(answer, 400, 'MaxPostPreDataLengthExceeded');
  });

  it('is refused when a condition names another bucket', async () => {
    const answer = await post(
      world,
      signedFields({ fields, conditions: [...conditions, { bucket: 'other' }] }),
      'text',
    );

    await requireRefusal(answer, 403, 'AccessDenied');
  });

  it('is refused when the policy is no JSON, although it is signed', async () => {
    const form = signedFields({ fields, conditions: ['not a condition'] });

    await requireRefusal(await post(world, form, 'text'), 400, 'InvalidPolicyDocument');
  });

  it('leads on to where it says, with what was stored', async () => {
    const field = { success_action_redirect: 'https://clinic.example/done?step=2' };

    const answer = await post(
      world,
      signedFields({ fields: { ...fields, ...field }, conditions: [...conditions, field] }),
      'text',
    );

    const url = new URL(answer.headers.get('location') ?? '');
    expect([answer.status, url.searchParams.get('step'), url.searchParams.get('key')]).toEqual([
      303,
      '2',
      'uploads/a.txt',
    ]);
  });
});

describe('the local S3', () => {
  it('takes a body that is larger than 11 MiB', async () => {
    const Body = bytes(12 * 1024 ** 2);

    await put({ Key: 'large', Body });

    const { ContentLength } = await world.s3.send(new HeadObjectCommand({ Bucket: world.bucket, Key: 'large' }));
    expect(ContentLength).toBe(Body.length);
  });

  it('wants to know the length of a body', async () => {
    const url = presign(world, { method: 'PUT', key: 'a.txt' });

    const answer = await new Promise<number | undefined>((resolve, reject) => {
      const sent = request(url, { method: 'PUT', headers: { 'transfer-encoding': 'chunked' } }, (response) =>
        resolve(response.resume().statusCode),
      );
      sent.once('error', reject).end('text');
    });

    expect(answer).toBe(411);
  });

  it('keeps nothing of a body that was refused', async () => {
    await requireRefused(put({ Key: 'refused', ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }), 400, 'BadDigest');

    await requireRefused(
      world.s3.send(new GetObjectCommand({ Bucket: world.bucket, Key: 'refused' })),
      404,
      'NoSuchKey',
    );
  });

  it.each<[string, object, number, string]>([
    ['an object that would be public', { ACL: 'public-read' }, 400, 'AccessControlListNotSupported'],
    ['a lock without a bucket that locks', { ObjectLockMode: 'GOVERNANCE' }, 400, 'InvalidRequest'],
    ['a key over 1,024 bytes', { Key: 'ö'.repeat(513) }, 400, 'KeyTooLongError'],
    ['a tag twice', { Tagging: 'a=1&a=2' }, 400, 'InvalidTag'],
    ['a condition that is none', { IfNoneMatch: '"abc"' }, 501, 'NotImplemented'],
    ['a digest that is none', { ContentMD5: 'AAAA' }, 400, 'InvalidDigest'],
  ])('refuses %s', async (_, input, status, code) => {
    await requireRefused(put(input), status, code);
  });

  it.each(['Upper', 'a', 'a..b', '192.168.0.1', 'a_b'])('refuses the bucket name %s', async (Bucket) => {
    await requireRefused(world.s3.send(new CreateBucketCommand({ Bucket })), 400, 'InvalidBucketName');
  });

  it('says of an operation that it does not have, and does not take it for another', async () => {
    const call = world.s3.send(new GetBucketVersioningCommand({ Bucket: world.bucket }));

    await requireRefused(call, 501, 'NotImplemented');
  });

  it('refuses a copy of an object on itself that changes nothing', async () => {
    await put();
    const CopySource = `${world.bucket}/a.txt`;

    const call = world.s3.send(new CopyObjectCommand({ Bucket: world.bucket, Key: 'a.txt', CopySource }));

    await requireRefused(call, 400, 'InvalidRequest');
  });

  it('answers XML that is none by a refusal', async () => {
    const body = '<Tagging><TagSet></Tagging>';
    const url = presign(world, { method: 'PUT', key: 'a.txt', query: { tagging: '' } });

    await requireRefusal(await fetch(url, { method: 'PUT', body }), 400, 'MalformedXML');
  });

  it('writes once: of ten writes at once that ask for a free key, one is stored', async () => {
    const bodies = Array.from({ length: 10 }, (_, at) => `body ${at}`);

    const outcomes = await Promise.allSettled(bodies.map((Body) => put({ Key: 'once', Body, IfNoneMatch: '*' })));

    const won = outcomes.flatMap(({ status }, at) => (status === 'fulfilled' ? [bodies[at]] : []));
    const got = await world.s3.send(new GetObjectCommand({ Bucket: world.bucket, Key: 'once' }));
    expect(won).toEqual([await got.Body?.transformToString()]);
  });
});
