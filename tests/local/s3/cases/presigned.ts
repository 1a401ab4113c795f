import assert from 'node:assert/strict';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { requireRefusal, type S3Case, type S3World } from './s3-case.ts';
import { presign, presignBySdk, type Wish } from './signing.ts';

/** Signs a URL of an object that is there. */
async function urlOf(world: S3World, wish: Omit<Wish, 'key'> = {}): Promise<string> {
  await world.s3.send(new PutObjectCommand({ Bucket: world.bucket, Key: 'signed.txt', Body: 'text' }));
  return presign(world, { key: 'signed.txt', ...wish });
}

const changed = (url: string, from: RegExp, to: string) => {
  assert.match(url, from);
  return url.replace(from, to);
};

export const presignedCases: readonly S3Case[] = [
  {
    name: 'presigned: right URL',
    async ask(world) {
      const urls = [await urlOf(world), await presignBySdk(world, 'GET', 'signed.txt')];
      for (const url of urls) assert.equal(await (await fetch(url)).text(), 'text');
    },
  },
  {
    name: 'presigned: expired refused',
    async ask(world) {
      const url = await urlOf(world, { seconds: 60, date: new Date(Date.now() - 61_000) });
      await requireRefusal(await fetch(url), 403, 'AccessDenied');
    },
  },
  {
    name: 'presigned: signature changed refused',
    async ask(world) {
      const url = changed(await urlOf(world), /Signature=[\da-f]{8}/, 'Signature=01234567');
      await requireRefusal(await fetch(url), 403, 'SignatureDoesNotMatch');
    },
  },
  {
    name: 'presigned: other key refused',
    async ask(world) {
      const url = changed(await urlOf(world), /signed\.txt/, 'other.txt');
      await requireRefusal(await fetch(url), 403, 'SignatureDoesNotMatch');
    },
  },
  {
    name: 'presigned: other method refused',
    async ask(world) {
      const url = await urlOf(world);
      await requireRefusal(await fetch(url, { method: 'DELETE' }), 403, 'SignatureDoesNotMatch');
    },
  },
  {
    name: 'presigned: Expires made longer refused',
    async ask(world) {
      const url = changed(await urlOf(world), /Expires=60/, 'Expires=600');
      await requireRefusal(await fetch(url), 403, 'SignatureDoesNotMatch');
    },
  },
  {
    name: 'presigned: Expires over 7 days refused',
    async ask(world) {
      const url = await urlOf(world, { seconds: 7 * 24 * 60 * 60 + 1 });
      await requireRefusal(await fetch(url), 400, 'AuthorizationQueryParametersError');
    },
  },
  {
    name: 'presigned: wrong region refused',
    async ask(world) {
      const url = await urlOf(world, { region: 'eu-west-1' });
      await requireRefusal(await fetch(url), 400, 'AuthorizationQueryParametersError');
    },
  },
  {
    name: 'presigned: PUT: other content type than signed refused',
    async ask(world) {
      const url = await urlOf(world, { method: 'PUT', headers: { 'content-type': 'image/png' } });
      const answer = await fetch(url, { method: 'PUT', body: 'x', headers: { 'content-type': 'text/html' } });
      await requireRefusal(answer, 403, 'SignatureDoesNotMatch');
    },
  },
  {
    name: 'presigned: PUT: other length than signed refused',
    async ask(world) {
      const url = await urlOf(world, { method: 'PUT', headers: { 'content-length': '4' } });
      await requireRefusal(await fetch(url, { method: 'PUT', body: 'longer' }), 403, 'SignatureDoesNotMatch');
    },
  },
  {
    name: 'presigned: right PUT',
    async ask(world) {
      const headers = { 'content-type': 'image/png', 'content-length': '4' };
      const url = presign(world, { method: 'PUT', key: 'put.png', headers });
      const put = await fetch(url, { method: 'PUT', body: 'text', headers: { 'content-type': 'image/png' } });
      assert.equal(put.status, 200, await put.text());
      const got = await fetch(presign(world, { key: 'put.png' }));
      assert.deepEqual([await got.text(), got.headers.get('content-type')], ['text', 'image/png']);
      const bySdk = await presignBySdk(world, 'PUT', 'put-by-sdk.png');
      assert.equal((await fetch(bySdk, { method: 'PUT', body: 'text' })).status, 200);
    },
  },
  {
    name: 'presigned: content-disposition override',
    async ask(world) {
      const disposition = 'attachment; filename="scan of 8 March.txt"';
      const url = await urlOf(world, { query: { 'response-content-disposition': disposition } });
      assert.equal((await fetch(url)).headers.get('content-disposition'), disposition);
    },
  },
  {
    name: 'presigned: override without signature refused',
    async ask(world) {
      const url = `${await urlOf(world)}&response-content-disposition=attachment`;
      await requireRefusal(await fetch(url), 403, 'SignatureDoesNotMatch');
    },
  },
];
