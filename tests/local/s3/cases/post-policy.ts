import assert from 'node:assert/strict';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { requireRefusal, type S3Case, type S3World } from './s3-case.ts';
import { type FormWish, post, signedFields } from './signing.ts';

interface Changes {
  readonly fields?: Readonly<Record<string, string>>;
  readonly wish?: Partial<FormWish>;
  readonly content?: string;
  readonly fileName?: string;
}

/** Posts a form as its policy has it, but for the changes; `fields` are changed after the policy is signed. */
function postWith(world: S3World, { fields, wish, content = 'text', fileName }: Changes = {}): Promise<Response> {
  const right = {
    fields: { key: 'uploads/a.txt', 'Content-Type': 'text/plain', ...wish?.fields },
    conditions: [
      { bucket: world.bucket },
      ['starts-with', '$key', 'uploads/'],
      ['eq', '$Content-Type', 'text/plain'],
      ['content-length-range', 2, 10],
      ...(wish?.conditions ?? []),
    ],
    ...(wish?.expires && { expires: wish.expires }),
  };
  return post(world, { ...signedFields(right), ...fields }, content, fileName);
}

const denied = async (answer: Promise<Response>) => requireRefusal(await answer, 403, 'AccessDenied');

export const postPolicyCases: readonly S3Case[] = [
  {
    name: 'POST policy: right form',
    async ask(world) {
      assert.equal((await postWith(world)).status, 204);
    },
  },
  {
    name: 'POST policy: success_action_status 201 with body',
    async ask(world) {
      const field = { success_action_status: '201' };
      const answer = await postWith(world, { wish: { fields: field, conditions: [field] } });
      assert.equal(answer.status, 201);
      assert.match(await answer.text(), /<Bucket>[^<]+<\/Bucket><Key>uploads\/a\.txt<\/Key><ETag>/);
    },
  },
  {
    name: 'POST policy: larger than content-length-range refused',
    ask: async (world) => requireRefusal(await postWith(world, { content: '12345678901' }), 400, 'EntityTooLarge'),
  },
  {
    name: 'POST policy: smaller refused',
    ask: async (world) => requireRefusal(await postWith(world, { content: '1' }), 400, 'EntityTooSmall'),
  },
  {
    name: 'POST policy: key outside starts-with refused',
    ask: (world) => denied(postWith(world, { fields: { key: 'elsewhere/a.txt' } })),
  },
  {
    name: 'POST policy: content type other than eq refused',
    ask: (world) => denied(postWith(world, { fields: { 'Content-Type': 'text/html' } })),
  },
  {
    name: 'POST policy: field that no condition names refused',
    ask: (world) => denied(postWith(world, { fields: { 'x-amz-meta-note': 'unasked' } })),
  },
  {
    name: 'POST policy: changed policy refused',
    async ask(world) {
      const Policy = Buffer.from('{"expiration":"2999-01-01T00:00:00Z","conditions":[]}').toString('base64');
      await requireRefusal(await postWith(world, { fields: { Policy } }), 403, 'SignatureDoesNotMatch');
    },
  },
  {
    name: 'POST policy: expired refused',
    ask: (world) => denied(postWith(world, { wish: { expires: new Date(Date.now() - 1_000) } })),
  },
  {
    name: 'POST policy: no policy refused',
    ask: (world) => denied(post(world, { key: 'uploads/a.txt' }, 'text')),
  },
  {
    name: 'POST policy: object is there',
    async ask(world) {
      const field = { 'x-amz-meta-note': 'asked' };
      await postWith(world, { fields: { key: 'uploads/there.txt' }, wish: { fields: field, conditions: [field] } });
      const got = await world.s3.send(new GetObjectCommand({ Bucket: world.bucket, Key: 'uploads/there.txt' }));
      const about = [await got.Body?.transformToString(), got.ContentType, got.Metadata];
      assert.deepEqual(about, ['text', 'text/plain', { note: 'asked' }]);
    },
  },
  {
    name: ['POST policy: $', '{filename} in the key is replaced'].join(''),
    async ask(world) {
      const fileName = 'scan of ö.txt';
      await postWith(world, { fields: { key: ['uploads/$', '{filename}'].join('') }, fileName });
      const got = await world.s3.send(new GetObjectCommand({ Bucket: world.bucket, Key: `uploads/${fileName}` }));
      assert.equal(await got.Body?.transformToString(), 'text');
    },
  },
];
