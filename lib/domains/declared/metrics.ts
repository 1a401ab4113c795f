import * as http from '../../http/metrics.ts';
import type { Counted } from '../../metrics.ts';
import * as identity from '../identity/metrics.ts';
import * as operations from '../operations/metrics.ts';

/** All that is counted beside requests and messages. */
export const businessCounts: readonly Counted[] = [http, identity, operations].flatMap((declared) =>
  Object.values<Counted>(declared),
);
