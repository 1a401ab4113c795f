import { fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { compileCache } from './compile-cache.ts';
import { type LocalCredentials, localCredentials } from './credentials.ts';
import { type Emulator, endProcess } from './emulator.ts';
import { region } from './settings.ts';

/** Where the local SQS and S3 listen (0: any free port) and keep their data; without `dataDir` they keep none. */
export interface SqsS3Options {
  readonly port: number;
  readonly dataDir?: string;
  /** The one access key that S3 lets in; by default the one of a developer who names none. */
  readonly credentials?: LocalCredentials;
}

/** Starts an SQS and S3 for one machine on one port, in a process of their own. */
export async function startSqsS3({
  port,
  dataDir,
  credentials = localCredentials({}),
}: SqsS3Options): Promise<Emulator> {
  if (dataDir) mkdirSync(dataDir, { recursive: true });
  const child = fork(
    path.join(import.meta.dirname, 'sqs-s3-process.ts'),
    [String(port), ...(dataDir ? [dataDir] : [])],
    { env: environmentOf(credentials), execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=2'] },
  );
  const chosen = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(Number(message)));
    child.once('exit', (code) => reject(new Error(`the local SQS and S3 ended with ${code}`)));
  });
  return { endpoint: `http://127.0.0.1:${chosen}`, stop: () => endProcess(child) };
}

/** The key goes by the environment, since anybody on the machine can read the arguments of a process. */
function environmentOf({ accessKeyId, secretAccessKey }: LocalCredentials): NodeJS.ProcessEnv {
  const cache = { NODE_COMPILE_CACHE: compileCache };
  return {
    ...process.env,
    ...cache,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
}
