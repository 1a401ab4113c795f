import assert from 'node:assert/strict';
import { S3Client, type S3ClientConfig, S3ServiceException } from '@aws-sdk/client-s3';

/** An S3 that is asked, and a bucket in it. */
export interface S3World {
  readonly endpoint: string;
  readonly bucket: string;
  readonly s3: S3Client;
}

/** A question to an S3; it rejects where the answer is not the one of S3. */
export interface S3Case {
  readonly name: string;
  ask(world: S3World): Promise<void>;
}

/** A client with the right access key, unless it is said otherwise; it asks once. */
export function clientOf(endpoint: string, overrides: S3ClientConfig = {}): S3Client {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new S3Client({
    endpoint,
    region: 'us-east-1',
    credentials,
    forcePathStyle: true,
    maxAttempts: 1,
    ...overrides,
  });
}

/** Holds a call of the SDK to be refused by a status, and by a code where S3 says one. */
export async function requireRefused(call: Promise<unknown>, status: number, code?: string): Promise<void> {
  const error = await call.then(
    () => assert.fail('it was not refused'),
    (caught: unknown) => caught,
  );
  if (!(error instanceof S3ServiceException)) throw error;
  assert.equal(error.$metadata.httpStatusCode, status, error.name);
  if (code !== undefined) assert.equal(error.name, code);
}

/** Holds an answer to be a refusal by a status and a code. */
export async function requireRefusal(answer: Response, status: number, code: string): Promise<void> {
  const text = await answer.text();
  assert.equal(answer.status, status, text);
  assert.match(text, new RegExp(`<Code>${code}</Code>`));
}

/** Bytes that are the same every time, and not the same everywhere. */
export function bytes(count: number, seed = 1): Buffer {
  return Buffer.from(Uint8Array.from({ length: count }, (_, at) => (at * 31 + seed + (at >> 8)) & 0xff));
}
