import { createCommit } from '../../lib/commit/commit.ts';
import { createCounter } from '../../lib/data/counter.ts';
import type { Database } from '../../lib/data/database.ts';
import { createReader } from '../../lib/data/read.ts';
import type { Sleep } from '../../lib/data/retry.ts';
import { createWriteAlone } from '../../lib/data/write-alone.ts';
import { newId as freshId } from '../../lib/ids.ts';
import type { Platform } from '../../lib/platform/platform.ts';
import { createSecrets, type Secrets } from '../../lib/secrets/secrets.ts';
import { createTestClock, type TestClock } from './clock.ts';

/** The platform of a test, whose clock it moves. */
export interface TestPlatform extends Platform {
  readonly clock: TestClock;
}

/** What a test would rather give than have made for it. */
export interface TestPlatformOptions {
  readonly clock?: TestClock;
  readonly newId?: Platform['newId'];
  /** No pause at all by default, between the tries of the store, too. */
  readonly sleep?: Sleep;
  readonly secrets?: Secrets;
}

/** A master secret that is the same in every test. */
export const testMasterSecret = JSON.stringify({ current: 1, secrets: { 1: `${'A'.repeat(43)}=` } });

/** Secrets that are the same in every test. */
export const createTestSecrets = (): Secrets => createSecrets(async () => testMasterSecret);

/** A pause that takes no time. */
export const noPause: Sleep = async () => undefined;

/** All that factories ask for, on a database of the test's. */
export function createTestPlatform(
  database: Database,
  {
    clock = createTestClock(),
    newId = freshId,
    sleep = noPause,
    secrets = createTestSecrets(),
  }: TestPlatformOptions = {},
): TestPlatform {
  const parts = { database, clock, newId, sleep };
  return {
    clock,
    newId,
    sleep,
    read: createReader(parts),
    commit: createCommit(parts),
    writeAlone: createWriteAlone(parts),
    take: createCounter(parts).take,
    secrets,
  };
}
