#!/usr/bin/env bash
# Package:  fauxqs 2.4.1, with @aws-sdk/client-s3 3.1169.0.
# Guess:    a call of S3 that a stand-in does not have is refused, or does nothing.
# Seen:     PutObjectTagging replaces the content of the object by the XML of its tags, and answers 200; DeleteObjectTagging
#           deletes the object.
# Matters:  a test that tags what it has stored loses it, and says so only where the content is read again.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts fauxqs@2.4.1 @aws-sdk/client-s3@3.1169.0
cat >ask.mjs <<'JS'
import { Server } from 'node:net';
import {
  CreateBucketCommand, DeleteObjectTaggingCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand,
  PutObjectTaggingCommand, S3Client,
} from '@aws-sdk/client-s3';
import { startFauxqs } from 'fauxqs';
const { listen } = Server.prototype;
Server.prototype.listen = function (options, ...rest) { return listen.call(this, { ...options, host: '127.0.0.1' }, ...rest); };
const server = await startFauxqs({ port: 0, logger: false });
const s3 = new S3Client({
  endpoint: `http://127.0.0.1:${server.port}`, region: 'us-east-1', forcePathStyle: true,
  credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
});
const object = { Bucket: 'files', Key: 'a.txt' };
await s3.send(new CreateBucketCommand({ Bucket: object.Bucket }));
await s3.send(new PutObjectCommand({ ...object, Body: 'content' }));
await s3.send(new PutObjectTaggingCommand({ ...object, Tagging: { TagSet: [{ Key: 'kind', Value: 'photo' }] } }));
const { Body } = await s3.send(new GetObjectCommand(object));
const content = await Body.transformToString();
await s3.send(new DeleteObjectTaggingCommand(object));
const after = await s3.send(new HeadObjectCommand(object)).then(() => 'there', ({ name }) => name);
console.log(content.includes('<Tag>') ? 'tags' : content, after);
s3.destroy();
await server.stop();
JS
seen=$(node ask.mjs)
echo "content after tagging, and the object after its tags were deleted: $seen"
[ "$seen" = 'tags NotFound' ] || { echo 'It is no longer so.'; exit 1; }
