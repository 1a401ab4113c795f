import { log } from '../log.ts';
import { count } from '../metrics.ts';
import { dataKeysMissing, sealsBroken } from './metrics.ts';

/** Something sealed does not open: it was changed, lies where another lay, or is under another key. It is never shown. */
class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

/** The data key of an owner was destroyed, and with it what it had sealed. */
export class KeyErased extends Error {
  override readonly name = 'KeyErased';
}

/** There is no data key of an owner, and nobody has destroyed one. */
class KeyMissing extends Error {
  override readonly name = 'KeyMissing';
}

/** Makes the error of something that did not open, told by keys and names alone; it is logged and counted. */
export function sealBroken(what: string): SealBroken {
  const error = new SealBroken(`${what} does not open`);
  log.error('seal broken', { error });
  count(sealsBroken);
  return error;
}

/** Makes the error of a data key that is gone; it is logged and counted. */
export function keyMissing(owner: string): KeyMissing {
  const error = new KeyMissing(`There is no data key of ${owner}`);
  log.error('data key missing', { error });
  count(dataKeysMissing);
  return error;
}

/** Goes on without what did not open, which was told; throws any other error. */
export function unlessBroken(error: unknown): undefined {
  if (!(error instanceof SealBroken)) throw error;
}
