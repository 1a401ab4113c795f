/** Calls of functions that were not answered yet. */
export interface PendingCalls {
  /** Begins a call and answers its result; rejects when that is not there after so many milliseconds. */
  begin(id: string, milliseconds: number): Promise<unknown>;
  succeed(id: string, result: unknown): void;
  fail(id: string, error: Error): void;
  failAll(error: Error): void;
  /** Settles when no call is under way. */
  idle(): Promise<void>;
}

/** A call took longer than its function may. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

interface Call extends PromiseWithResolvers<unknown> {
  readonly timer: NodeJS.Timeout;
}

export function createPendingCalls(): PendingCalls {
  const calls = new Map<string, Call>();
  const idlers: (() => void)[] = [];

  function end(id: string): Call | undefined {
    const call = calls.get(id);
    clearTimeout(call?.timer);
    calls.delete(id);
    if (calls.size === 0) for (const wake of idlers.splice(0)) wake();
    return call;
  }

  const fail = (id: string, error: Error) => end(id)?.reject(error);
  return {
    begin(id, milliseconds) {
      const seconds = (milliseconds / 1_000).toFixed(2);
      const timer = setTimeout(() => fail(id, new TimedOut(`Task timed out after ${seconds} seconds`)), milliseconds);
      const call = { ...Promise.withResolvers<unknown>(), timer };
      calls.set(id, call);
      return call.promise;
    },
    succeed: (id, result) => end(id)?.resolve(result),
    fail,
    failAll(error) {
      for (const id of [...calls.keys()]) fail(id, error);
    },
    idle: () => new Promise((resolve) => (calls.size === 0 ? resolve() : idlers.push(resolve))),
  };
}
