import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { root } from '../../infra/functions.ts';
import { tables } from '../../infra/tables.ts';
import { newRootKey } from '../../lib/data-keys/root-key.ts';
import { applyTables } from '../../local/definitions/tables.ts';
import { startDynamoDb } from '../../local/dynamodb.ts';
import { functionEnvironment } from '../../local/function-environment.ts';
import { makeKeys, makeWrappingKey } from '../../local/keys.ts';
import { localSettings } from '../../local/settings.ts';
import { unusedPort } from '../support/unused-ports.ts';

let dataDir: string;
let rootKey: string;
let dynamoDb: Awaited<ReturnType<typeof startDynamoDb>>;
let environment: Record<string, string>;

/** The keys of a local stage: all that it stores of them, and its first wrapping key. */
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'polyclinic-keys-'));
  rootKey = path.join(dataDir, 'root-key');
  dynamoDb = await startDynamoDb({ port: await unusedPort() });
  environment = { POLYCLINIC_DATA_DIR: dataDir, AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint };
  Object.assign(process.env, functionEnvironment(localSettings(environment), environment));
  const client = new DynamoDBClient({ endpoint: dynamoDb.endpoint });
  const isOfKeys = ({ name }: { readonly name: string }) => name === 'data-keys' || name === 'audit';
  await applyTables(client, 'local', tables.filter(isOfKeys));
  client.destroy();
  await makeKeys();
  await makeWrappingKey();
});
afterAll(async () => {
  await dynamoDb.stop();
  await rm(dataDir, { recursive: true });
});

interface Told {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script of a local stage as npm does. */
function run(script: string, variables: Record<string, string> = environment): Promise<Told> {
  const command = ['--disable-warning=ExperimentalWarning', path.join(root, script)];
  const env = { PATH: process.env.PATH, ...variables };
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env, cwd: root }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

/** Does something while the root key is elsewhere. */
async function withoutRootKey<T>(work: () => Promise<T>): Promise<T> {
  await rename(rootKey, `${rootKey}.kept`);
  try {
    return await work();
  } finally {
    await rename(`${rootKey}.kept`, rootKey);
  }
}

describe('npm run data-keys:rotate', () => {
  const rotate = () => run('local/rotate-data-keys.ts');
  const refusal = (why: RegExp) => ({ code: 1, stdout: '', stderr: expect.stringMatching(why) });

  it('says in a line what is the matter with the root key, stores nothing, and goes on when it is right again', async () => {
    const [gone, foreign] = await withoutRootKey(async () => {
      const missing = await rotate();
      await writeFile(rootKey, newRootKey(), { mode: 0o600 });
      return [missing, await rotate()];
    });
    await chmod(rootKey, 0o644);
    const open = await rotate();
    await chmod(rootKey, 0o600);
    const right = await rotate();

    expect(gone).toMatchObject(refusal(/^the root key .*root-key cannot be read \(ENOENT\): put it back\n$/));
    expect(foreign).toMatchObject(refusal(/^the root key opens none of the wrapping keys: .*; nothing was stored\n$/));
    expect(open).toMatchObject(refusal(/^.*root-key holds a secret and is open to others: chmod 600\n$/));
    expect(right).toMatchObject({ code: 0, stdout: expect.stringMatching(/^wrapping key 2 of .*\n0 data keys .*\n$/) });
  });
});

describe('npm start on kept data', () => {
  it('makes no other root key where there are wrapping keys, and says what to do', async () => {
    const { seeded, isMade } = await withoutRootKey(async () => ({
      seeded: await run('local/seed.ts', functionEnvironment(localSettings(environment), environment)),
      isMade: await stat(rootKey).then(Boolean, () => false),
    }));

    expect(seeded).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^.*root-key is gone, .*: put it back, or begin anew by npm start -- --fresh\n$/),
    });
    expect(isMade).toBe(false);
  });

  it('leaves the root key as it is', async () => {
    const before = await readFile(rootKey, 'utf8');

    await makeKeys();

    expect(await readFile(rootKey, 'utf8')).toBe(before);
  });
});
