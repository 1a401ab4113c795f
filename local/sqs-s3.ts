import { fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Emulator, endProcess } from './emulator.ts';

/** Where the local SQS and S3 listen (0: any free port) and keep their data; without `dataDir` they keep none. */
export interface SqsS3Options {
  readonly port: number;
  readonly dataDir?: string;
}

/** Starts an SQS and S3 for one machine on one port, in a process of their own. */
export async function startSqsS3({ port, dataDir }: SqsS3Options): Promise<Emulator> {
  if (dataDir) mkdirSync(dataDir, { recursive: true });
  const child = fork(
    path.join(import.meta.dirname, 'sqs-s3-process.ts'),
    [String(port), ...(dataDir ? [dataDir] : [])],
    { execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=2'] },
  );
  const chosen = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(Number(message)));
    child.once('exit', (code) => reject(new Error(`the local SQS and S3 ended with ${code}`)));
  });
  return { endpoint: `http://127.0.0.1:${chosen}`, stop: () => endProcess(child) };
}
