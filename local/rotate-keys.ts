import { readOptions } from '../infra/framework.ts';
import { rotationEnvironment } from '../infra/rotation-environment.ts';
import { systemClock } from '../lib/clock.ts';
import { createKeyRotation } from '../lib/domains/identity/tokens/signing-keys/key-rotation.ts';
import { createLiveKeyStore } from '../lib/domains/identity/tokens/signing-keys/live-key-store.ts';
import { DomainError } from '../lib/errors.ts';
import { newId } from '../lib/ids.ts';
import { commit } from '../lib/live/commit.ts';
import { read } from '../lib/live/read.ts';
import { functionEnvironment } from './function-environment.ts';
import { stage as local, localSettings } from './settings.ts';

// This gives a stage a new signing key; without `--stage` it is the local one, which has to be running.
const options = readOptions(['--stage', local, ...process.argv.slice(2)]);
const isLocal = options.stage === local;
Object.assign(process.env, isLocal ? functionEnvironment(localSettings()) : rotationEnvironment(options));

try {
  const { jwk, activeFrom } = await createKeyRotation({
    keyStore: createLiveKeyStore(),
    read,
    commit,
    clock: systemClock,
    newId,
  })();
  process.stdout.write(`key ${jwk.kid} is published in stage ${options.stage} and signs from ${activeFrom}\n`);
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  const hint = error.code === 'DATABASE_UNAVAILABLE' && isLocal ? ' Does npm start run?' : '';
  process.stderr.write(`${error.message}${hint}\n`);
  process.exitCode = 1;
}
