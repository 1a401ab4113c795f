import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Emulator, endProcess, spawnBound, untilListening } from './emulator.ts';
import { freePort } from './ports.ts';

/** Where the local DynamoDB listens (0: any free port) and keeps its data; without `dataDir` it keeps none. */
export interface DynamoDbOptions {
  readonly port: number;
  readonly dataDir?: string;
}

/** Starts dynoxide, a DynamoDB for one machine. */
export async function startDynamoDb({ port, dataDir }: DynamoDbOptions): Promise<Emulator> {
  const chosen = port === 0 ? await freePort() : port;
  if (dataDir) mkdirSync(dataDir, { recursive: true });
  const storage = dataDir ? ['--db-path', path.join(dataDir, 'dynamodb.sqlite')] : [];
  const child = spawnBound(binary(), ['serve', '--host', '127.0.0.1', '--port', String(chosen), ...storage]);
  await untilListening(chosen, child);
  return { endpoint: `http://127.0.0.1:${chosen}`, stop: () => endProcess(child) };
}

function binary(): string {
  const platform = `${process.platform}-${process.arch}`;
  const file = path.resolve(
    import.meta.dirname,
    `../node_modules/@dynoxide/${platform}/dynoxide${process.platform === 'win32' ? '.exe' : ''}`,
  );
  if (existsSync(file)) return file;
  throw new Error(`No local DynamoDB for ${platform}: name another one by AWS_ENDPOINT_URL_DYNAMODB`);
}
