import { AsyncLocalStorage } from 'node:async_hooks';
import type { Write } from '../data/write.ts';

/**
 * What a request stores in the transaction of its effect. It travels beside the call, so that no service on the way has to know
 * of it, and is stored by the first commit that has a result.
 */
export interface PendingRecord {
  /** The write that keeps the result. */
  writeOf(result: unknown): Promise<Write>;
  /** Whether a commit has stored it. */
  stored: boolean;
}

const storage = new AsyncLocalStorage<PendingRecord>();

/** Runs `work` with a record that its commit stores. */
export function runWithPendingRecord<T>(record: PendingRecord, work: () => T): T {
  return storage.run(record, work);
}

/** The record of the current request that is still to be stored, if it has one. */
export function pendingRecord(): PendingRecord | undefined {
  const record = storage.getStore();
  return record?.stored ? undefined : record;
}
