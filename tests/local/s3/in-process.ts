import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { openS3 } from '../../../local/s3/start.ts';
import { clientOf, type S3World } from './cases/s3-case.ts';

/** A local S3 in this process, whose clock can be set. */
export interface InProcessS3 extends S3World {
  readonly s3: S3Client;
  /** Where its buckets are kept. */
  readonly folder: string;
  /** Sets the clock by so many milliseconds. */
  shift(milliseconds: number): void;
  stop(): Promise<void>;
}

/** Starts one on what is kept in a folder, by default in one that goes with it: workers of jest end without a farewell. */
export async function startInProcess(kept?: string): Promise<InProcessS3> {
  const dataDir = kept ?? mkdtempSync(path.join(tmpdir(), 'polyclinic-s3-'));
  let shifted = 0;
  const now = () => new Date(Date.now() + shifted);
  const answer = openS3(dataDir, { credentials: { local: 'local' }, region: 'us-east-1', now });
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const s3 = clientOf(endpoint);
  await s3.send(new CreateBucketCommand({ Bucket: 'cases' }));
  return {
    endpoint,
    folder: path.join(dataDir, 's3'),
    bucket: 'cases',
    s3,
    shift(milliseconds) {
      shifted = milliseconds;
    },
    async stop() {
      s3.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (kept === undefined) rmSync(dataDir, { recursive: true });
    },
  };
}
