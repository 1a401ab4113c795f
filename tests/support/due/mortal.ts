import type { Database } from '../../../lib/data/database.ts';
import type { Send } from '../../../lib/messaging/send.ts';

/** The process is gone. */
export class Killed extends Error {}

/** The store and the queues of a process that dies at a call, and makes no other. */
export function createMortal(database: Database, send: Send, dyingCall: number) {
  let calls = 0;
  async function call<R>(work: () => Promise<R>): Promise<R> {
    calls += 1;
    if (calls >= dyingCall) throw new Killed();
    return work();
  }
  return {
    send: ((queue, messages) => call(() => send(queue, messages))) satisfies Send,
    database: {
      get: (request) => call(() => database.get(request)),
      batchGet: (requests) => call(() => database.batchGet(requests)),
      query: (request) => call(() => database.query(request)),
      write: (action, signal) => call(() => database.write(action, signal)),
      transact: (actions, token, signal) => call(() => database.transact(actions, token, signal)),
    } satisfies Database,
  };
}
