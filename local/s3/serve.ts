import { randomBytes } from 'node:crypto';
import { closeSync, createReadStream } from 'node:fs';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { S3Answer } from './answer.ts';
import { readCall, type S3Call } from './call.ts';
import { corsHeaders, preflightHeaders } from './cors.ts';
import type { Surroundings } from './operations/operation.ts';
import { postObject } from './operations/post-object.ts';
import { S3Refusal } from './refusal.ts';
import { operationOf } from './router.ts';
import { verifyCall } from './signature/verify.ts';
import { xmlError } from './xml.ts';

/** Answers a request of S3; rejects when the caller has gone. */
export async function serveS3(incoming: IncomingMessage, outgoing: ServerResponse, its: Surroundings): Promise<void> {
  const id = randomBytes(8).toString('hex').toUpperCase();
  try {
    const call = readCall(incoming);
    const cors = corsHeaders(its.store.find(call.bucket)?.cors() ?? [], call.method, call.headers);
    const answer = await answerTo(call, its).catch((error: unknown) => refusalAnswer(error, incoming, id));
    await send(outgoing, answer, { 'x-amz-request-id': id, ...cors });
  } catch (error) {
    await send(outgoing, refusalAnswer(error, incoming, id), { 'x-amz-request-id': id });
  }
}

async function answerTo(call: S3Call, its: Surroundings): Promise<S3Answer> {
  if (call.method === 'OPTIONS') return preflight(call, its);
  // A form says in its fields who signed it.
  if (call.method === 'POST' && call.key === '' && call.query.size === 0) return postObject(call, its, {});
  const payload = verifyCall(call, its.verification);
  return operationOf(call)(call, its, payload);
}

function preflight({ bucket, headers }: S3Call, { store }: Surroundings): S3Answer {
  return { status: 200, headers: preflightHeaders(store.get(bucket).cors(), headers) };
}

function refusalAnswer(error: unknown, { method, url, socket }: IncomingMessage, id: string): S3Answer {
  // Of a caller that has gone nothing can be said; a request that was read whole is destroyed as well.
  if (socket.destroyed && !(error instanceof S3Refusal)) throw error;
  const { status, code, message } = refusalOf(error);
  if (method === 'HEAD' || status === 304) return { status };
  const body = xmlError({ Code: code, Message: message, Resource: url?.split('?')[0], RequestId: id });
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

function refusalOf(error: unknown): S3Refusal {
  if (error instanceof S3Refusal) return error;
  // Whoever deletes a bucket while something is written to it takes the folder away.
  if (Object(error).code === 'ENOENT') return new S3Refusal('NoSuchBucket');
  return new S3Refusal('InternalError', String(error));
}

async function send(outgoing: ServerResponse, { status, headers, body }: S3Answer, more: OutgoingHttpHeaders) {
  const all = { ...headers, ...more, server: 'AmazonS3' };
  if (typeof body !== 'object') {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    outgoing.writeHead(status, { ...all, ...length }).end(body);
    return;
  }
  outgoing.writeHead(status, all);
  const { descriptor, start, length } = body;
  if (length === 0) {
    closeSync(descriptor);
    outgoing.end();
  } else await pipeline(createReadStream('', { fd: descriptor, start, end: start + length - 1 }), outgoing);
}
