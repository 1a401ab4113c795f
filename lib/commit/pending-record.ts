import { AsyncLocalStorage } from 'node:async_hooks';
import type { Write } from '../data/write.ts';

/**
 * What a request leaves behind in the transaction of its effect. It travels beside the call, so that no service on the way
 * has to know of it, and goes with the first commit that carries a result.
 */
export interface PendingRecord {
  /** The write that keeps the result. */
  writeOf(result: unknown): Promise<Write>;
  /** Whether a commit has carried it. */
  stored: boolean;
}

const storage = new AsyncLocalStorage<PendingRecord>();

/** Runs `work` with a record that its commit takes along. */
export function runWithPendingRecord<T>(record: PendingRecord, work: () => T): T {
  return storage.run(record, work);
}

/** The record that is still to be stored, if the request has one. */
export function pendingRecord(): PendingRecord | undefined {
  const record = storage.getStore();
  return record?.stored ? undefined : record;
}
