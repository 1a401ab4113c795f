import { once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { presign } from './cases/signing.ts';
import { type InProcessS3, startInProcess } from './in-process.ts';

let world: InProcessS3;
const Key = 'a.txt';
const place = () => ({ Bucket: world.bucket, Key });

beforeAll(async () => {
  world = await startInProcess();
});

beforeEach(() => world.s3.send(new PutObjectCommand({ ...place(), Body: 'text' })));
afterAll(() => world.stop());

function crcOf(content: string | Buffer): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(content));
  return sum.toString('base64');
}

const contentOf = (bucket: string) => path.join(world.folder, bucket, 'content');
const filesIn = (bucket: string) => readdirSync(contentOf(bucket));

/** Settles when content is on its way into a bucket. */
async function firstBytesIn(bucket: string): Promise<void> {
  while (filesIn(bucket).length === 0) await setImmediate();
}

describe('the checksum that a completion says', () => {
  const complete = async (ChecksumType: 'FULL_OBJECT' | 'COMPOSITE', said: (right: string) => object) => {
    const sums = { ChecksumAlgorithm: 'CRC32', ChecksumType } as const;
    const { UploadId } = await world.s3.send(new CreateMultipartUploadCommand({ ...place(), ...sums }));
    const part = { ...place(), UploadId, PartNumber: 1, Body: 'one part', ChecksumAlgorithm: 'CRC32' } as const;
    const { ETag, ChecksumCRC32 = '' } = await world.s3.send(new UploadPartCommand(part));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag, ChecksumCRC32 }] };
    return world.s3.send(
      new CompleteMultipartUploadCommand({
        ...{ ...place(), UploadId, MultipartUpload, ChecksumType },
        ...said(ChecksumCRC32),
      }),
    );
  };
  const sumOfSums = (right: string) => `${crcOf(Buffer.from(right, 'base64'))}-1`;

  it.each([
    ['FULL_OBJECT', (right: string) => right],
    ['COMPOSITE', sumOfSums],
  ] as const)('completes the upload when it is right: %s', async (type, sum) => {
    const { ChecksumCRC32 } = await complete(type, (right) => ({ ChecksumCRC32: sum(right) }));

    expect(ChecksumCRC32).toBe(sum(crcOf('one part')));
  });

  it.each(['FULL_OBJECT', 'COMPOSITE'] as const)('refuses it when it is not: %s', async (type) => {
    const completion = complete(type, () => ({ ChecksumCRC32: 'AAAAAA==' }));

    await expect(completion).rejects.toMatchObject({ name: 'BadDigest' });
    expect((await world.s3.send(new HeadObjectCommand(place()))).ContentLength).toBe(4);
  });

  it('is of the algorithm of the upload', async () => {
    const completion = complete('FULL_OBJECT', () => ({ ChecksumSHA1: `${'A'.repeat(27)}=` }));

    await expect(completion).rejects.toMatchObject({ name: 'InvalidRequest' });
  });

  it('is of the algorithm of the upload in each part as well', async () => {
    const sums = { ChecksumAlgorithm: 'SHA256' } as const;
    const { UploadId } = await world.s3.send(new CreateMultipartUploadCommand({ ...place(), ...sums }));
    const part = { ...place(), UploadId, PartNumber: 1, Body: 'one part', ChecksumAlgorithm: 'CRC32' } as const;

    await expect(world.s3.send(new UploadPartCommand(part))).rejects.toMatchObject({ name: 'InvalidRequest' });
  });
});

describe('a bucket that is deleted while something is written to it', () => {
  /** Deletes the bucket in the midst of a PUT, and answers what comes of that. */
  const deletedMeanwhile = async (url: string, bucket: string, isMadeAnew: boolean) => {
    const sent = request(url, { method: 'PUT', headers: { 'content-length': '10' } });
    sent.write('other');
    await firstBytesIn(bucket);
    await world.s3.send(new DeleteBucketCommand({ Bucket: bucket }));
    if (isMadeAnew) await world.s3.send(new CreateBucketCommand({ Bucket: bucket }));
    sent.end(' text');
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return [answer.statusCode, await text(answer)];
  };
  const refused = [404, expect.stringContaining('NoSuchBucket')];

  it.each([
    ['for good', false],
    ['and made anew', true],
  ])('takes no object more, %s', async (_, isMadeAnew) => {
    const bucket = `gone-${isMadeAnew}`;
    await world.s3.send(new CreateBucketCommand({ Bucket: bucket }));
    const url = presign({ ...world, bucket }, { method: 'PUT', key: Key });

    expect(await deletedMeanwhile(url, bucket, isMadeAnew)).toEqual(refused);

    if (isMadeAnew) expect((await world.s3.send(new ListObjectsV2Command({ Bucket: bucket }))).KeyCount).toBe(0);
  });

  it('takes no part more, and says so to a caller whose request was read whole', async () => {
    const bucket = 'gone-parts';
    await world.s3.send(new CreateBucketCommand({ Bucket: bucket }));
    const { UploadId = '' } = await world.s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key }));
    const query = { partNumber: '1', uploadId: UploadId };
    const url = presign({ ...world, bucket }, { method: 'PUT', key: Key, query });

    expect(await deletedMeanwhile(url, bucket, false)).toEqual(refused);
  });
});

describe('content that is of no object', () => {
  it('goes when its write is refused', async () => {
    const before = filesIn(world.bucket);

    const refused = world.s3.send(new PutObjectCommand({ ...place(), Body: 'other', IfNoneMatch: '*' }));

    await expect(refused).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(filesIn(world.bucket)).toEqual(before);
  });

  it('is no part of an upload any more', async () => {
    const { UploadId } = await world.s3.send(new CreateMultipartUploadCommand(place()));
    const before = filesIn(world.bucket);
    const part = { ...place(), UploadId, PartNumber: 1, Body: 'one part' };
    const { ETag } = await world.s3.send(new UploadPartCommand(part));
    for (const file of filesIn(world.bucket).filter((name) => !before.includes(name)))
      rmSync(path.join(contentOf(world.bucket), file));

    const completion = world.s3.send(
      new CompleteMultipartUploadCommand({
        ...{ ...place(), UploadId },
        MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
      }),
    );

    await expect(completion).rejects.toMatchObject({ name: 'InvalidPart' });
  });
});
