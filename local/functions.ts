import { randomUUID } from 'node:crypto';
import type { LoadedFunction } from './function-messages.ts';
import { type Host, startHost } from './host.ts';

export interface FunctionsOptions {
  /** Every variable of every function. */
  readonly environment: Readonly<Record<string, string>>;
  /** The time limit of a function in seconds. */
  readonly timeoutOf: (functionName: string) => number;
  readonly report: (message: string) => void;
}

/** The functions of the product, run in a process that can be replaced while calls go on. */
export interface Functions {
  readonly loaded: readonly LoadedFunction[];
  /** Runs a function; rejects when it throws, takes too long or crashes. */
  invoke(functionName: string, event: unknown): Promise<unknown>;
  /** Loads the files as they are now. New calls go to what was loaded, and calls under way end where they began. */
  reload(): Promise<readonly LoadedFunction[]>;
  stop(): Promise<void>;
}

/** Loads the functions; rejects when one of them cannot be loaded. */
export async function startFunctions({ environment, timeoutOf, report }: FunctionsOptions): Promise<Functions> {
  const retirements = new Set<Promise<void>>();
  let stopping = false;
  let current: Promise<Host> = watched(startHost(environment));
  let { functions: loaded } = await current;

  /** Watches a host: after a crash a new process takes its place, so that the next call does not pay for the last. */
  function watched(starting: Promise<Host>): Promise<Host> {
    void starting.then(
      (host) => host.ended.then(() => current === starting && !stopping && replaceCrashed()),
      () => {},
    );
    return starting;
  }

  function replaceCrashed(): void {
    report('the process of the functions ended unexpectedly: a new one starts');
    current = watched(startHost(environment));
    current.catch(() => report('no function can be called until a file is changed'));
  }

  function retire(host: Host): void {
    const longest = Math.max(...host.functions.map(({ name }) => timeoutOf(name)), 1);
    const retirement = host.retire(longest * 1_000).finally(() => retirements.delete(retirement));
    retirements.add(retirement);
  }

  return {
    get loaded() {
      return loaded;
    },
    async invoke(functionName, event) {
      const host = await current;
      const deadline = Date.now() + timeoutOf(functionName) * 1_000;
      return host.run({ id: randomUUID(), functionName, event, deadline });
    },
    async reload() {
      const starting = startHost(environment);
      const [former, next] = [current, await starting];
      current = watched(starting);
      loaded = next.functions;
      void former.then(retire, () => {});
      return loaded;
    },
    async stop() {
      stopping = true;
      await current.then(retire, () => {});
      await Promise.all(retirements);
    },
  };
}
