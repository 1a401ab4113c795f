import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { root } from '../../infra/functions.ts';
import { tableName, tables } from '../../infra/tables.ts';
import { systemClock } from '../../lib/clock.ts';
import { ConfigurationError } from '../../lib/config.ts';
import { createKeyring } from '../../lib/data-keys/keyring.ts';
import { newRootKey } from '../../lib/data-keys/root-key-file.ts';
import { read } from '../../lib/live/read.ts';
import { createLiveWrappingKeyRotation } from '../../lib/live/wrapping-key-rotation.ts';
import { wrappingKeys } from '../../lib/live/wrapping-keys.ts';
import { writeAlone } from '../../lib/live/write-alone.ts';
import { applyTables } from '../../local/definitions/tables.ts';
import { checkRootKey } from '../../local/doctor/root-key.ts';
import { startDynamoDb } from '../../local/dynamodb.ts';
import { functionEnvironment } from '../../local/function-environment.ts';
import { makeKeys, makeWrappingKey } from '../../local/keys.ts';
import { localSettings } from '../../local/settings.ts';
import { unusedPort } from '../support/unused-ports.ts';

let dataDir: string;
let rootKey: string;
let dynamoDb: Awaited<ReturnType<typeof startDynamoDb>>;
let client: DynamoDBDocumentClient;
let environment: Record<string, string>;

const wrappingKey = { TableName: tableName('local', 'data-keys'), Key: { pk: 'WRAPPING-KEYS', sk: '000001' } };

/** The keys of a local stage: all that it stores of them, and its first wrapping key, which has wrapped a data key. */
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'polyclinic-keys-'));
  rootKey = path.join(dataDir, 'root-key');
  dynamoDb = await startDynamoDb({ port: await unusedPort() });
  environment = { POLYCLINIC_DATA_DIR: dataDir, AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint };
  Object.assign(process.env, functionEnvironment(localSettings(environment), environment));
  const dynamoDbClient = new DynamoDBClient({ endpoint: dynamoDb.endpoint });
  client = DynamoDBDocumentClient.from(dynamoDbClient);
  const isOfKeys = ({ name }: { readonly name: string }) => name === 'data-keys' || name === 'audit';
  await applyTables(dynamoDbClient, 'local', tables.filter(isOfKeys));
  await makeKeys();
  await makeWrappingKey();
  await createKeyring({ read, writeAlone, clock: systemClock, wrappingKeys }).obtain('patients/ada');
});
afterAll(async () => {
  client.destroy();
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

/** Does something while a file of the data folder has another text, or is gone, or is open to others. */
async function withFile<T>(file: string, text: string | undefined, work: () => Promise<T>, mode = 0o600): Promise<T> {
  await rename(file, `${file}.kept`);
  try {
    if (text !== undefined) await writeFile(file, text, { mode });
    return await work();
  } finally {
    await rename(`${file}.kept`, file);
  }
}

const withRootKey = <T>(text: string | undefined, work: () => Promise<T>, mode?: number) =>
  withFile(rootKey, text, work, mode);

/** Does something while the only wrapping key is gone; answers, too, what it has left behind. */
async function withoutWrappingKey<T>(work: () => Promise<T>): Promise<T> {
  const kept = await client.send(new GetCommand(wrappingKey));
  await client.send(new DeleteCommand(wrappingKey));
  try {
    return await work();
  } finally {
    await client.send(new PutCommand({ TableName: wrappingKey.TableName, Item: kept.Item }));
  }
}

const anew = 'or begin anew, without the data, by npm start -- --fresh';
const openToOthers = /^\S*root-key holds a secret and is open to others: chmod 600$/;

describe('npm start on kept data', () => {
  it('says in a line why it does not go on with a root key that opens nothing', async () => {
    const seed = () => run('local/seed.ts', functionEnvironment(localSettings(environment), environment));

    const { code, stderr } = await withRootKey(newRootKey(), seed);

    expect([code, stderr]).toEqual([
      1,
      `${rootKey} does not open wrapping key 1, without which the kept data cannot be read: put the one back that made it, ${anew}\n`,
    ]);
  });

  it.each([
    ['gone', undefined, 0o600, `root-key is gone, without which the kept data cannot be read: put it back, ${anew}`],
    ['empty', '', 0o600, `root-key is no root key, without which the kept data cannot be read: put the right one back`],
    ['open to others', newRootKey(), 0o644, openToOthers],
  ])('does not go on with a root key that is %s, nor makes another', async (_, text, mode, words) => {
    const start = async () => {
      const refused = await makeKeys()
        .then(makeWrappingKey)
        .catch((error) => error);
      return { refused, left: await readFile(rootKey, 'utf8').catch(() => undefined) };
    };

    const { refused, left } = await withRootKey(text, start, mode);

    expect(refused).toBeInstanceOf(ConfigurationError);
    expect(refused.message).toEqual(expect.stringMatching(words));
    expect(left).toBe(text);
  });

  it('makes no other wrapping key in place of one that has wrapped data keys', async () => {
    const start = withoutWrappingKey(makeWrappingKey);

    await expect(start).rejects.toThrow(`wrapping key 1 is gone, without which the kept data cannot be read: put its`);
  });

  it.each([
    ['empty', '', 0o600, /is malformed$/],
    ['open to others', '{}', 0o644, /master-secret.json holds a secret and is open to others: chmod 600$/],
  ])('does not go on with a master secret that is %s', async (_, text, mode, words) => {
    const refused = withFile(path.join(dataDir, 'master-secret.json'), text, makeKeys, mode);

    await expect(refused).rejects.toThrow(words);
  });

  it('leaves the root key as it is, and notes for the doctor which one it is', async () => {
    const before = await readFile(rootKey, 'utf8');

    await makeKeys();
    await makeWrappingKey();

    expect(await readFile(rootKey, 'utf8')).toBe(before);
    expect(checkRootKey(dataDir).state).toBe('good');
    expect(await withRootKey(newRootKey(), async () => checkRootKey(dataDir))).toMatchObject({ state: 'bad' });
  });
});

describe('npm run data-keys:rotate', () => {
  const rotate = () => run('local/rotate-data-keys.ts');
  const rotateHere = () => createLiveWrappingKeyRotation()().catch((error) => error.message);

  it.each([
    ['opens nothing', newRootKey(), 0o600, /^the root key opens none of the wrapping keys: .*; nothing was stored$/],
    ['is gone', undefined, 0o600, /^the root key \S*root-key cannot be read \(ENOENT\): put it back$/],
    ['is none', 'no key', 0o600, /^the root key \S*root-key is not 32 bytes in base64: put the right one back$/],
    ['is open to others', newRootKey(), 0o644, openToOthers],
  ])('stores nothing where the root key %s', async (_, text, mode, words) => {
    expect(await withRootKey(text, rotateHere, mode)).toEqual(expect.stringMatching(words));
  });

  it('makes the next key, names one that is gone though data keys were wrapped by it, and ends with 1', async () => {
    const told = await withoutWrappingKey(rotate);

    expect(told).toMatchObject({ code: 1, stderr: '' });
    expect(told.stdout.split('\n')).toEqual([
      'wrapping key 2 of stage local wraps all new data keys in five minutes',
      '0 data keys were wrapped anew, 0 did not open',
      'wrapping key 1 does not open, or is gone: what it has wrapped stays as it is',
      '',
    ]);
  });
});
