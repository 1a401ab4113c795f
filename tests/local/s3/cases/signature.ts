import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { bytes, clientOf, requireRefusal, requireRefused, type S3Case, type S3World } from './s3-case.ts';

const digest = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('base64');

/** Asks as somebody else, or at another time. */
async function listAs({ endpoint, bucket }: S3World, overrides: Parameters<typeof clientOf>[1]): Promise<unknown> {
  const client = clientOf(endpoint, overrides);
  return client.send(new ListObjectsV2Command({ Bucket: bucket })).finally(() => client.destroy());
}

export const signatureCases: readonly S3Case[] = [
  {
    name: 'signature: right signature',
    async ask({ s3, bucket }) {
      const answer = await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'a b/ö+*!().txt', Body: 'text' }));
      assert.equal(answer.ETag, `"${createHash('md5').update('text').digest('hex')}"`);
    },
  },
  {
    name: 'signature: wrong secret refused',
    ask: (world) =>
      requireRefused(
        listAs(world, { credentials: { accessKeyId: 'local', secretAccessKey: 'other' } }),
        403,
        'SignatureDoesNotMatch',
      ),
  },
  {
    name: 'signature: unknown key id refused',
    ask: (world) =>
      requireRefused(
        listAs(world, { credentials: { accessKeyId: 'other', secretAccessKey: 'local' } }),
        403,
        'InvalidAccessKeyId',
      ),
  },
  {
    name: 'signature: no signature refused',
    ask: async ({ endpoint, bucket }) => requireRefusal(await fetch(`${endpoint}/${bucket}`), 403, 'AccessDenied'),
  },
  {
    name: 'signature: clock 20 min off refused',
    ask: (world) => requireRefused(listAs(world, { systemClockOffset: -20 * 60_000 }), 403, 'RequestTimeTooSkewed'),
  },
  {
    name: 'signature: body changed after signing refused',
    async ask({ endpoint, bucket }) {
      const client = clientOf(endpoint, { requestChecksumCalculation: 'WHEN_REQUIRED' });
      const change = (next: (args: object) => unknown) => (args: { readonly request: object }) =>
        next({ ...args, request: Object.assign(args.request, { body: 'b' }) });
      const place = { relation: 'after', toMiddleware: 'httpSigningMiddleware', name: 'change' } as const;
      client.middlewareStack.addRelativeTo(change as never, place);
      const call = client.send(new PutObjectCommand({ Bucket: bucket, Key: 'changed', Body: 'a' }));
      await requireRefused(call, 400, 'XAmzContentSHA256Mismatch').finally(() => client.destroy());
    },
  },
  {
    name: 'signature: wrong Content-MD5 refused',
    ask: ({ s3, bucket }) => {
      const ContentMD5 = digest('md5', 'other');
      return requireRefused(
        s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'md5', Body: 'text', ContentMD5 })),
        400,
        'BadDigest',
      );
    },
  },
  {
    name: 'signature: wrong x-amz-checksum-sha256 refused',
    ask: ({ s3, bucket }) => {
      const ChecksumSHA256 = digest('sha256', 'other');
      return requireRefused(
        s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'sum', Body: 'text', ChecksumSHA256 })),
        400,
        'BadDigest',
      );
    },
  },
  {
    name: 'signature: stream with trailing checksum kept whole',
    async ask({ s3, bucket }) {
      const content = bytes(200_000);
      const Body = Readable.from([content.subarray(0, 70_001), content.subarray(70_001)]);
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'stream', Body, ContentLength: content.length }));
      const { Body: stored, ContentEncoding } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'stream' }));
      assert.ok(content.equals(Buffer.from((await stored?.transformToByteArray()) ?? [])));
      assert.equal(ContentEncoding, undefined);
    },
  },
  {
    name: 'signature: checksum kept and given back',
    async ask({ s3, bucket }) {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'text', ChecksumAlgorithm: 'SHA256' }));
      const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: 'k', ChecksumMode: 'ENABLED' }));
      assert.equal(head.ChecksumSHA256, digest('sha256', 'text'));
    },
  },
];
