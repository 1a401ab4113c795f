import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { bytes, requireRefused, type S3Case, type S3World } from './s3-case.ts';

const large = bytes(5 * 1024 ** 2);
const small = bytes(1_000, 7);

interface Upload {
  readonly id: string;
  readonly parts: readonly CompletedPart[];
  complete(changes?: Partial<CompleteMultipartUploadCommandInput>, parts?: readonly CompletedPart[]): Promise<unknown>;
}

/** Begins an upload and sends these parts. */
async function begin({ s3, bucket: Bucket }: S3World, Key: string, contents: readonly Buffer[]): Promise<Upload> {
  const { UploadId = '' } = await s3.send(
    new CreateMultipartUploadCommand({ Bucket, Key, ContentType: 'image/png', Metadata: { kind: 'x-ray' } }),
  );
  const send = async (Body: Buffer, at: number) => {
    const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: at + 1, Body }));
    return { PartNumber: at + 1, ETag };
  };
  const sent = (await Promise.all(contents.map(send))) as CompletedPart[];
  return {
    id: UploadId,
    parts: sent,
    complete: (changes, parts = sent) =>
      s3.send(
        new CompleteMultipartUploadCommand({
          Bucket,
          Key,
          UploadId,
          MultipartUpload: { Parts: [...parts] },
          ...changes,
        }),
      ),
  };
}

const partOf = ({ parts }: Upload, at: number) => parts[at] as CompletedPart;

export const multipartCases: readonly S3Case[] = [
  {
    name: 'multipart: create, two parts',
    async ask(world) {
      const { parts } = await begin(world, 'two', [small, bytes(10)]);
      assert.deepEqual(
        parts.map(({ ETag }) => ETag),
        [small, bytes(10)].map((content) => `"${createHash('md5').update(content).digest('hex')}"`),
      );
    },
  },
  {
    name: 'multipart: ListParts',
    async ask(world) {
      const { id } = await begin(world, 'listed', [small, bytes(10)]);
      const command = { Bucket: world.bucket, Key: 'listed', UploadId: id };
      const { Parts = [] } = await world.s3.send(new ListPartsCommand(command));
      const first = await world.s3.send(new ListPartsCommand({ ...command, MaxParts: 1 }));
      const sizes = Parts.map(({ PartNumber, Size }) => [PartNumber, Size]);
      assert.deepEqual(
        [sizes, first.IsTruncated, first.Parts?.length],
        [
          [
            [1, 1_000],
            [2, 10],
          ],
          true,
          1,
        ],
      );
    },
  },
  {
    name: 'multipart: ListMultipartUploads',
    async ask(world) {
      const { id } = await begin(world, 'under way', []);
      const command = new ListMultipartUploadsCommand({ Bucket: world.bucket, Prefix: 'under' });
      const { Uploads = [] } = await world.s3.send(command);
      assert.deepEqual(
        Uploads.map(({ Key, UploadId }) => [Key, UploadId]),
        [['under way', id]],
      );
    },
  },
  {
    name: 'multipart: object not there before completion',
    async ask(world) {
      await begin(world, 'unfinished', [small]);
      const command = new GetObjectCommand({ Bucket: world.bucket, Key: 'unfinished' });
      await requireRefused(world.s3.send(command), 404, 'NoSuchKey');
    },
  },
  {
    name: 'multipart: complete with a wrong ETag refused',
    async ask(world) {
      const upload = await begin(world, 'wrong', [small]);
      const ETag = '"0123456789abcdef0123456789abcdef"';
      await requireRefused(upload.complete({}, [{ PartNumber: 1, ETag }]), 400, 'InvalidPart');
    },
  },
  {
    name: 'multipart: complete in the wrong order refused',
    async ask(world) {
      const upload = await begin(world, 'order', [small, small]);
      await requireRefused(upload.complete({}, [...upload.parts].reverse()), 400, 'InvalidPartOrder');
    },
  },
  {
    name: 'multipart: complete gives ETag ending -2',
    async ask(world) {
      const upload = await begin(world, 'whole', [large, small]);
      const { ETag } = (await upload.complete()) as { readonly ETag?: string };
      const digests = [large, small].map((content) => createHash('md5').update(content).digest());
      assert.equal(ETag, `"${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-2"`);
      const got = await world.s3.send(new GetObjectCommand({ Bucket: world.bucket, Key: 'whole' }));
      const content = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
      assert.ok(content.equals(Buffer.concat([large, small])));
      assert.deepEqual([got.ContentType, got.Metadata, got.ETag], ['image/png', { kind: 'x-ray' }, ETag]);
    },
  },
  {
    name: 'multipart: GetObject partNumber 2',
    async ask(world) {
      const upload = await begin(world, 'by part', [large, small]);
      await upload.complete();
      const command = new GetObjectCommand({ Bucket: world.bucket, Key: 'by part', PartNumber: 2 });
      const got = await world.s3.send(command);
      assert.ok(small.equals(Buffer.from((await got.Body?.transformToByteArray()) ?? [])));
      assert.deepEqual([got.PartsCount, got.$metadata.httpStatusCode], [2, 206]);
    },
  },
  {
    name: 'multipart: small part that is not last refused',
    async ask(world) {
      const upload = await begin(world, 'small', [small, small]);
      await requireRefused(upload.complete(), 400, 'EntityTooSmall');
    },
  },
  {
    name: 'multipart: abort, then UploadPart: NoSuchUpload',
    async ask({ s3, bucket: Bucket, ...world }) {
      const { id: UploadId } = await begin({ ...world, s3, bucket: Bucket }, 'aborted', [small]);
      await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'aborted', UploadId }));
      const command = new UploadPartCommand({ Bucket, Key: 'aborted', UploadId, PartNumber: 1, Body: small });
      await requireRefused(s3.send(command), 404, 'NoSuchUpload');
    },
  },
  {
    name: 'multipart: conditional completion If-None-Match: * refused when it exists',
    async ask(world) {
      const upload = await begin(world, 'taken', [small]);
      await world.s3.send(new PutObjectCommand({ Bucket: world.bucket, Key: 'taken', Body: 'first' }));
      await requireRefused(upload.complete({ IfNoneMatch: '*' }), 412, 'PreconditionFailed');
      await upload.complete({ IfMatch: '"8b04d5e3775d298e78455efc5ca404d5"' });
      assert.equal(partOf(upload, 0).PartNumber, 1);
    },
  },
];
