import { readCommandLine, stageOptions } from '../infra/command-line.ts';
import { rotationEnvironment } from '../infra/rotation-environment.ts';
import { systemClock } from '../lib/clock.ts';
import { createKeyRotation } from '../lib/domains/identity/tokens/signing-keys/key-rotation.ts';
import { createLiveKeyStore } from '../lib/domains/identity/tokens/signing-keys/live-key-store.ts';
import { newId } from '../lib/ids.ts';
import { commit } from '../lib/live/commit.ts';
import { read } from '../lib/live/read.ts';
import { functionEnvironment } from './function-environment.ts';
import { runOperatorCommand } from './operator-command.ts';
import { stage as local, localSettings } from './settings.ts';

// This gives a stage a new signing key; without `--stage` it is the local one, which has to be running.
const usage = 'Options: [--stage <stage>] [--region <region>]';

await runOperatorCommand(async () => {
  const options = readCommandLine({ usage, options: stageOptions(local) }).values;
  const isLocal = options.stage === local;
  Object.assign(process.env, isLocal ? functionEnvironment(localSettings()) : rotationEnvironment(options));
  const keyStore = createLiveKeyStore();
  const { jwk, activeFrom } = await createKeyRotation({ keyStore, read, commit, clock: systemClock, newId })();
  return `key ${jwk.kid} is published in stage ${options.stage} and signs from ${activeFrom}`;
});
