import { readCommandLine, stageOptions } from '../infra/command-line.ts';
import { rotationEnvironment } from '../infra/rotation-environment.ts';
import { createRewrapping } from '../lib/data-keys/rewrapping.ts';
import { read } from '../lib/live/read.ts';
import { createLiveWrappingKeyRotation } from '../lib/live/wrapping-key-rotation.ts';
import { wrappingKeys } from '../lib/live/wrapping-keys.ts';
import { writeAlone } from '../lib/live/write-alone.ts';
import { functionEnvironment } from './function-environment.ts';
import { runOperatorCommand } from './operator-command.ts';
import { stage as local, localSettings } from './settings.ts';

// This gives a stage a new wrapping key, or its first, and wraps all data keys by it; without `--stage` it is the local one.
const usage = 'Options: [--stage <stage>] [--region <region>]';

await runOperatorCommand(async () => {
  const options = readCommandLine({ usage, options: stageOptions(local) }).values;
  const isLocal = options.stage === local;
  Object.assign(process.env, isLocal ? functionEnvironment(localSettings()) : rotationEnvironment(options));
  const number = await createLiveWrappingKeyRotation()();
  process.stdout.write(`wrapping key ${number} of stage ${options.stage} wraps all new data keys in five minutes\n`);
  const { rewrapped, broken, closed } = await createRewrapping({ read, writeAlone, wrappingKeys })();
  if (broken + closed.length > 0) process.exitCode = 1;
  return [`${rewrapped} data keys were wrapped anew, ${broken} did not open`, ...closed.map(wordsFor)].join('\n');
});

function wordsFor(closed: number): string {
  return `wrapping key ${closed} does not open, or is gone: what it has wrapped stays as it is`;
}
