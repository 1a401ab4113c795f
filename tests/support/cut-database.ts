import type { Database } from '../../lib/data/database.ts';

/** The process is gone; nobody retries this. */
export class Cut extends Error {}

/** When a process ends: at which of its next writes, and whether the store has carried that one out. */
export interface Blow {
  readonly write: number;
  readonly after: boolean;
}

/** A database whose process ends where it is told to, and makes no other call until the next one begins. */
export function createCutDatabase(database: Database) {
  let blow: Blow | undefined;
  let writes = 0;
  let isGone = false;

  async function call<R>(work: () => Promise<R>): Promise<R> {
    if (isGone) throw new Cut();
    return work();
  }

  async function write<R>(work: () => Promise<R>): Promise<R> {
    writes += 1;
    if (writes !== blow?.write) return call(work);
    if (blow.after) await call(work);
    isGone = true;
    throw new Cut();
  }

  return {
    /** Begins a process, which the blow ends if it comes to that write. */
    begin(next: Blow | undefined): void {
      blow = next;
      writes = 0;
      isGone = false;
    },
    database: {
      get: (request) => call(() => database.get(request)),
      batchGet: (requests) => call(() => database.batchGet(requests)),
      query: (request) => call(() => database.query(request)),
      write: (action, signal) => write(() => database.write(action, signal)),
      transact: (actions, token, signal) => write(() => database.transact(actions, token, signal)),
    } satisfies Database,
  };
}
