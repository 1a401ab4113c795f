import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { runInContext } from '../../../lib/context.ts';
import { makeUnderRootKey, openByRootKey, opensByRootKey } from '../../../lib/data-keys/root-key.ts';
import { newRootKey } from '../../../lib/data-keys/root-key-file.ts';
import { Unavailable } from '../../../lib/errors.ts';
import { requestPatience } from '../../../lib/patience.ts';
import { encrypt } from '../../../lib/secrets/aes-gcm.ts';
import { useTestCredentials } from '../../support/dynamodb.ts';
import { type LocalKms, startKms } from '../../support/kms.ts';
import { withLogLines } from '../../support/log-lines.ts';

const alias = 'alias/polyclinic-test-root';
const inKms = `kms:${alias}`;
let folder: string;
let inFile: string;
let kms: LocalKms;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'polyclinic-root-key-'));
  inFile = `file:${path.join(folder, 'root-key')}`;
  await writeFile(path.join(folder, 'root-key'), newRootKey(), { mode: 0o600 });
  kms = await startKms(0);
  useTestCredentials();
  process.env.AWS_ENDPOINT_URL_KMS = kms.url;
  await makeKey(alias);
});
beforeEach(() => {
  kms.calls.length = 0;
});
afterAll(async () => {
  kms.stop();
  await rm(folder, { recursive: true });
});

/** Makes a key that encrypts, as the template does. */
async function makeKey(name: string): Promise<void> {
  const call = async (operation: string, input: object) => {
    const headers = { 'x-amz-target': `TrentService.${operation}` };
    const answer = await fetch(kms.url, { method: 'POST', headers, body: JSON.stringify(input) });
    return (await answer.json()) as { KeyMetadata: { KeyId: string } };
  };
  const { KeyMetadata } = await call('CreateKey', { KeySpec: 'SYMMETRIC_DEFAULT', KeyUsage: 'ENCRYPT_DECRYPT' });
  await call('CreateAlias', { AliasName: name, TargetKeyId: KeyMetadata.KeyId });
}

const sourceOf = (kind: string) => (kind === 'KMS' ? inKms : inFile);
const exported = async (source: string, sealed: Buffer, number: number) =>
  (await openByRootKey(source, sealed, number)).export();

describe.each(['KMS', 'a private file'])('a wrapping key under a root key in %s', (kind) => {
  it('is the same whenever it is opened, and another than the next', async () => {
    const source = sourceOf(kind);
    const [first, second] = [await makeUnderRootKey(source, 1), await makeUnderRootKey(source, 2)];

    const key = await exported(source, first, 1);

    expect(key).toHaveLength(32);
    expect(await exported(source, first, 1)).toEqual(key);
    expect(await exported(source, second, 2)).not.toEqual(key);
    expect(first.includes(key)).toBe(false);
  });

  it('is known from others without a word, to whoever asks whether it opens', async () => {
    const source = sourceOf(kind);
    const sealed = await makeUnderRootKey(source, 1);

    const { result, lines } = await withLogLines(async () => [
      await opensByRootKey(source, sealed, 1),
      await opensByRootKey(source, sealed, 2),
    ]);

    expect(result).toEqual([true, false]);
    expect(lines).toEqual([]);
  });

  it('is refused and told where it is another’s, or was changed', async () => {
    const source = sourceOf(kind);
    const sealed = await makeUnderRootKey(source, 1);
    const changed = Buffer.from(sealed);
    changed[sealed.length - 1] = (changed.at(-1) ?? 0) ^ 1;

    const { lines } = await withLogLines(async () => {
      await expect(openByRootKey(source, sealed, 2)).rejects.toThrow('The wrapping key 2 does not open');
      await expect(openByRootKey(source, changed, 1)).rejects.toThrow('The wrapping key 1 does not open');
    });

    expect(lines.filter(({ message }) => message === 'seal broken')).toHaveLength(2);
  });
});

describe('a root key in KMS', () => {
  it('shows nobody the key that it makes, and opens it by one call that says which', async () => {
    const sealed = await makeUnderRootKey(inKms, 3);
    await openByRootKey(inKms, sealed, 3);

    const context = { 'polyclinic:wrapping-key': '3' };
    expect(kms.calls).toMatchObject([
      { operation: 'GenerateDataKeyWithoutPlaintext', input: { KeyId: alias, EncryptionContext: context } },
      { operation: 'Decrypt', input: { KeyId: alias, EncryptionContext: context } },
    ]);
  });

  it('refuses what another key has encrypted', async () => {
    await makeKey('alias/another');
    const sealed = await makeUnderRootKey('kms:alias/another', 1);

    await withLogLines(() => expect(openByRootKey(inKms, sealed, 1)).rejects.toThrow('does not open'));
  });

  it.each([
    ['is throttled', 'ThrottlingException'],
    ['fails', 'KMSInternalException'],
    ['does not answer', 'drop'],
    ['is disabled', 'DisabledException'],
    ['is to be deleted', 'KMSInvalidStateException'],
    ['is not allowed', 'AccessDeniedException'],
  ])('leaves records closed while it %s, within the patience of a request', async (_, failure) => {
    const sealed = await makeUnderRootKey(inKms, 1);
    kms.fail('Decrypt', ...Array<string>(20).fill(failure));
    const startedAt = performance.now();

    const opened = runInContext(
      {
        functionName: 'test',
        requestId: 'r',
        correlationId: 'c',
        patience: { ...requestPatience(), longestPause: 20 },
      },
      () => openByRootKey(inKms, sealed, 1),
    );

    await expect(opened).rejects.toThrow(Unavailable);
    await expect(opened).rejects.toMatchObject({ code: 'KEYS_UNAVAILABLE', retryAfter: 1 });
    expect(performance.now() - startedAt).toBeLessThan(2_500);
    kms.fail('Decrypt');
    expect(await openByRootKey(inKms, sealed, 1)).toBeDefined();
  });
});

describe('a root key in a file', () => {
  it('is not read where others may read it', async () => {
    const open = path.join(folder, 'open');
    await writeFile(open, newRootKey());
    await chmod(open, 0o644);

    await expect(makeUnderRootKey(`file:${open}`, 1)).rejects.toThrow('chmod 600');
  });

  it('opens no key of another length than it makes', async () => {
    const rootKey = Buffer.from(await readFile(inFile.slice('file:'.length), 'utf8'), 'base64');
    const half = encrypt(rootKey, Buffer.alloc(16), JSON.stringify(['wrapping-key', 1, 1]));

    await withLogLines(() =>
      expect(openByRootKey(inFile, half, 1)).rejects.toThrow('The wrapping key 1 does not open'),
    );
  });

  it('is told by its path where it is not there', async () => {
    const gone = path.join(folder, 'gone');

    await expect(makeUnderRootKey(`file:${gone}`, 1)).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: `the root key ${gone} cannot be read (ENOENT): put it back`,
    });
  });

  it('is refused without being shown when it is none', async () => {
    const short = path.join(folder, 'short');
    await writeFile(short, 'c2VudGluZWw=', { mode: 0o600 });

    const refused = makeUnderRootKey(`file:${short}`, 1);

    await expect(refused).rejects.toThrow('is not 32 bytes in base64: put the right one back');
    await expect(refused).rejects.not.toThrow('c2VudGluZWw');
  });
});
