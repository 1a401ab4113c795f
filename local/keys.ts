import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { systemClock } from '../lib/clock.ts';
import { setting, type Variable } from '../lib/config.ts';
import { newRootKey } from '../lib/data-keys/root-key-file.ts';
import { createWrappingKeyList } from '../lib/data-keys/wrapping-key-repository.ts';
import { nextNumber } from '../lib/data-keys/wrapping-key-rotation.ts';
import { publishFirstKeys } from '../lib/domains/identity/tokens/signing-keys/first-keys.ts';
import { formatPrivateKeys, parsePrivateKeys } from '../lib/domains/identity/tokens/signing-keys/private-keys.ts';
import { newPrivateJwk, publicHalfOf } from '../lib/domains/identity/tokens/signing-keys/signing-key.ts';
import { commit } from '../lib/live/commit.ts';
import { read } from '../lib/live/read.ts';
import { createLiveWrappingKeyRotation } from '../lib/live/wrapping-key-rotation.ts';
import { placeOf, readSecret } from '../lib/secrets/secret-source.ts';
import { createSecrets, loadMasterSecret, newMasterSecret } from '../lib/secrets/secrets.ts';
import { markRootKey, requireRightRootKey, rootKeyFile, unreadable } from './root-key.ts';

const listWrappingKeys = createWrappingKeyList({ read });

/**
 * Makes the secrets that a deployment keeps in SSM and KMS, where there are none yet; only their owner may read them. Throws
 * `ConfigurationError` where the root key is gone while there are wrapping keys: another one would open none of them; and where the
 * master secret is none, which nothing else at the start would notice.
 */
export async function makeKeys(): Promise<void> {
  await requireKeptRootKey();
  await Promise.all([
    writeOnce('POLYCLINIC_MASTER_SECRET', newMasterSecret),
    writeOnce('POLYCLINIC_ROOT_KEY', newRootKey),
    writeOnce('POLYCLINIC_SIGNING_KEY', async () => formatPrivateKeys([await newPrivateJwk()])),
  ]);
  await createSecrets(loadMasterSecret).current('account');
}

/** Publishes the signing keys in a database that knows none of them. */
export async function publishKeys(): Promise<void> {
  const keys = parsePrivateKeys(await readSecret(setting('POLYCLINIC_SIGNING_KEY')));
  await publishFirstKeys(keys.map(publicHalfOf), { read, commit, clock: systemClock });
}

/**
 * Makes the first wrapping key in a database that has none. Throws `ConfigurationError` where the root key does not open the newest
 * one, or where there is none any more though one has wrapped data keys: what is sealed would be lost without a word.
 */
export async function makeWrappingKey(): Promise<void> {
  const [newest] = await listWrappingKeys();
  if (newest) await requireRightRootKey(newest);
  else await makeFirstWrappingKey();
  await markRootKey();
}

async function makeFirstWrappingKey(): Promise<void> {
  const lost = (await nextNumber(read, 0)) - 1;
  if (lost > 0) throw unreadable(`wrapping key ${lost} is gone`, 'put its item back in the table of data keys');
  await createLiveWrappingKeyRotation()();
}

async function requireKeptRootKey(): Promise<void> {
  const file = rootKeyFile();
  if (existsSync(file) || (await listWrappingKeys()).length === 0) return;
  throw unreadable(`${file} is gone`, 'put it back');
}

function fileOf(variable: Variable): string {
  return placeOf(String(setting(variable)));
}

async function writeOnce(variable: Variable, make: () => string | Promise<string>): Promise<void> {
  const file = fileOf(variable);
  const content = await make();
  // The flag `wx` fails where the file exists, since a key that was used is never replaced.
  await writeFile(file, content, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
