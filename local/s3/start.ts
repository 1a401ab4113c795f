import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { takeOver } from './kept-by-fauxqs.ts';
import { serveS3 } from './serve.ts';
import type { Verification } from './signature/scope.ts';
import { openStore } from './store/store.ts';

/** Answers requests of S3. */
export type S3Server = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;

/** Opens an S3 on what is kept in a folder; without one it keeps its objects until the process ends. */
export function openS3(dataDir: string | undefined, verification: Verification): S3Server {
  const folder = dataDir ? path.join(dataDir, 's3') : temporaryFolder();
  if (dataDir && !existsSync(folder)) takeOver(dataDir, folder);
  const surroundings = { store: openStore(folder), now: verification.now, verification };
  return (incoming, outgoing) => serveS3(incoming, outgoing, surroundings);
}

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'polyclinic-s3-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
