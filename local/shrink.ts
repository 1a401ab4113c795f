import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Returns memory that the start has used to the system: up to 200 MB that would otherwise stay for hours. */
export function shrinkMemory(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
