import assert from 'node:assert/strict';
import { GetBucketCorsCommand, PutBucketCorsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { requireRefusal, type S3Case, type S3World } from './s3-case.ts';
import { presign } from './signing.ts';

const origin = 'https://clinic.example';

const rule = {
  AllowedOrigins: [origin, 'https://*.clinic.example'],
  AllowedMethods: ['GET', 'PUT'],
  AllowedHeaders: ['content-type', 'x-amz-*'],
  ExposeHeaders: ['ETag'],
  MaxAgeSeconds: 600,
};

async function allow({ s3, bucket }: S3World): Promise<void> {
  await s3.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: [rule] } }));
}

/** Asks as a browser does before it sends a request to another origin. */
async function preflight(world: S3World, from: string, method: string, headers?: string): Promise<Response> {
  await allow(world);
  return fetch(`${world.endpoint}/${world.bucket}/a.txt`, {
    method: 'OPTIONS',
    headers: {
      origin: from,
      'access-control-request-method': method,
      ...(headers && { 'access-control-request-headers': headers }),
    },
  });
}

export const corsCases: readonly S3Case[] = [
  {
    name: 'CORS: PutBucketCors and GetBucketCors',
    async ask(world) {
      await allow(world);
      const { CORSRules } = await world.s3.send(new GetBucketCorsCommand({ Bucket: world.bucket }));
      assert.deepEqual(CORSRules, [rule]);
    },
  },
  {
    name: 'CORS: preflight allowed',
    async ask(world) {
      for (const from of [origin, 'https://west.clinic.example']) {
        const { status, headers } = await preflight(world, from, 'PUT', 'Content-Type, x-amz-meta-note');
        const names = ['origin', 'methods', 'headers'].map((name) => headers.get(`access-control-allow-${name}`));
        assert.deepEqual([status, ...names], [200, from, 'GET, PUT', 'content-type, x-amz-meta-note']);
        assert.equal(headers.get('access-control-max-age'), '600');
      }
    },
  },
  {
    name: 'CORS: preflight other origin refused',
    ask: async (world) =>
      requireRefusal(await preflight(world, 'https://other.example', 'PUT'), 403, 'AccessForbidden'),
  },
  {
    name: 'CORS: preflight other method refused',
    ask: async (world) => requireRefusal(await preflight(world, origin, 'DELETE'), 403, 'AccessForbidden'),
  },
  {
    name: 'CORS: preflight other header refused',
    ask: async (world) =>
      requireRefusal(await preflight(world, origin, 'PUT', 'authorization'), 403, 'AccessForbidden'),
  },
  {
    name: 'CORS: GET with origin exposes ETag',
    async ask(world) {
      await allow(world);
      await world.s3.send(new PutObjectCommand({ Bucket: world.bucket, Key: 'a.txt', Body: 'text' }));
      const { headers } = await fetch(presign(world, { key: 'a.txt' }), { headers: { origin } });
      assert.equal(headers.get('access-control-allow-origin'), origin);
      assert.equal(headers.get('access-control-expose-headers'), 'ETag');
      const other = await fetch(presign(world, { key: 'a.txt' }), { headers: { origin: 'https://other.example' } });
      assert.equal(other.headers.get('access-control-allow-origin'), null);
    },
  },
];
