import type { Clock } from '../clock.ts';
import type { Commit } from '../commit/commit.ts';
import type { Take } from '../data/counter.ts';
import type { Reader } from '../data/read.ts';
import type { Sleep } from '../data/retry.ts';
import type { WriteAlone } from '../data/write-alone.ts';
import type { Secrets } from '../secrets/secrets.ts';

/**
 * What the work of the product stands on. A factory asks for the parts that it uses, `Pick<Platform, 'read' | 'clock'>`, and
 * has no defaults: a forgotten part does not compile, and a bundle holds the live parts that its function names and no more.
 */
export interface Platform {
  readonly clock: Clock;
  /** Makes an id for something that begins at `now`, in Unix milliseconds. */
  readonly newId: (now?: number) => string;
  readonly sleep: Sleep;
  readonly read: Reader;
  readonly commit: Commit;
  readonly writeAlone: WriteAlone;
  /** Takes one from an allowance that is counted in the store. */
  readonly take: Take;
  readonly secrets: Secrets;
}
