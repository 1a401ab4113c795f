import * as dataKeys from '../../data-keys/metrics.ts';
import * as due from '../../due/metrics.ts';
import * as http from '../../http/metrics.ts';
import type { Counted } from '../../metrics.ts';
import * as clinic from '../clinic/metrics.ts';
import * as identity from '../identity/metrics.ts';
import * as operations from '../operations/metrics.ts';

/** Every business count that a stack declares; requests and messages are counted apart from these. */
export const businessCounts: readonly Counted[] = [http, due, dataKeys, clinic, identity, operations].flatMap(
  (declared) => Object.values<Counted>(declared),
);
