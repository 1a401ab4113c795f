import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Passage, startGate } from './dynamodb/gate.ts';
import { type Emulator, endProcess, spawnBound, untilListening } from './emulator.ts';
import { freePort } from './ports.ts';

/** Where the local DynamoDB listens (0: any free port) and keeps its data; without `dataDir` it keeps none. */
export interface DynamoDbOptions {
  readonly port: number;
  readonly dataDir?: string;
  /** What befalls valid calls on their way; they pass as they are when absent. */
  readonly passage?: Passage;
}

/** Starts a DynamoDB for one machine: dynoxide, behind a gate that refuses what DynamoDB refuses. */
export async function startDynamoDb({ port, dataDir, ...options }: DynamoDbOptions): Promise<Emulator> {
  const { port: databasePort, child } = await startDynoxide(dataDir);
  const gate = await startGate({ port, databasePort, ...options }).catch(async (error: unknown) => {
    await endProcess(child);
    throw error;
  });
  // Without its database the gate would hold the port that the next one asks for.
  const closed = once(child, 'exit').then(gate.stop);
  return {
    endpoint: `http://127.0.0.1:${gate.port}`,
    async stop() {
      await endProcess(child);
      await closed;
    },
  };
}

/** Starts dynoxide as it comes, on a port that the system chooses; without `dataDir` it keeps nothing. */
export async function startDynoxide(dataDir?: string, tries = 3): Promise<{ port: number; child: ChildProcess }> {
  const port = await freePort();
  if (dataDir) mkdirSync(dataDir, { recursive: true });
  const storage = dataDir ? ['--db-path', path.join(dataDir, 'dynamodb.sqlite')] : [];
  const child = spawnBound(binary(), ['serve', '--host', '127.0.0.1', '--port', String(port), ...storage]);
  try {
    await untilListening(port, child);
    return { port, child };
  } catch (error) {
    // Somebody else may have been given the port meanwhile.
    if (tries > 1) return startDynoxide(dataDir, tries - 1);
    throw error;
  }
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
