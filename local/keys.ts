import { writeFile } from 'node:fs/promises';
import { systemClock } from '../lib/clock.ts';
import { setting, type Variable } from '../lib/config.ts';
import { newRootKey } from '../lib/data-keys/root-key.ts';
import { createWrappingKeyList } from '../lib/data-keys/wrapping-key-repository.ts';
import { publishFirstKeys } from '../lib/domains/identity/tokens/signing-keys/first-keys.ts';
import { formatPrivateKeys, parsePrivateKeys } from '../lib/domains/identity/tokens/signing-keys/private-keys.ts';
import { newPrivateJwk, publicHalfOf } from '../lib/domains/identity/tokens/signing-keys/signing-key.ts';
import { commit } from '../lib/live/commit.ts';
import { read } from '../lib/live/read.ts';
import { createLiveWrappingKeyRotation } from '../lib/live/wrapping-key-rotation.ts';
import { readSecret } from '../lib/secrets/secret-source.ts';
import { newMasterSecret } from '../lib/secrets/secrets.ts';

/** Makes the secrets that a deployment keeps in SSM and KMS, where there are none yet; only their owner may read them. */
export async function makeKeys(): Promise<void> {
  await Promise.all([
    writeOnce('POLYCLINIC_MASTER_SECRET', newMasterSecret),
    writeOnce('POLYCLINIC_ROOT_KEY', newRootKey),
    writeOnce('POLYCLINIC_SIGNING_KEY', async () => formatPrivateKeys([await newPrivateJwk()])),
  ]);
}

/** Publishes the signing keys in a database that knows none of them. */
export async function publishKeys(): Promise<void> {
  const keys = parsePrivateKeys(await readSecret(setting('POLYCLINIC_SIGNING_KEY')));
  await publishFirstKeys(keys.map(publicHalfOf), { read, commit, clock: systemClock });
}

/** Makes the first wrapping key in a database that has none. */
export async function makeWrappingKey(): Promise<void> {
  const list = createWrappingKeyList({ read });
  if ((await list()).length === 0) await createLiveWrappingKeyRotation()();
}

async function writeOnce(variable: Variable, make: () => string | Promise<string>): Promise<void> {
  const file = String(setting(variable)).replace(/^file:/, '');
  const content = await make();
  // The flag `wx` fails where the file exists, since a key that was used is never replaced.
  await writeFile(file, content, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
