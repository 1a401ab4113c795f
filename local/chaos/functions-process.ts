import type { RunningCloud } from '../temporary-cloud.ts';
import { killChild } from './processes.ts';
import { until } from './until.ts';

/** The process of a cloud that runs all functions; the cloud replaces it when it dies. */
export interface FunctionsProcess {
  kill(): Promise<void>;
  /** Settles when functions can be called; throws `NotInTime`. */
  up(): Promise<void>;
}

const startMilliseconds = 60_000;

export function functionsProcessOf({ process, apiUrl }: Pick<RunningCloud, 'process' | 'apiUrl'>): FunctionsProcess {
  const findMissing = async () => ((await answers(apiUrl)) ? undefined : 'the functions do not answer');
  let revival = Promise.resolve();
  return {
    async kill() {
      await killChild(process.pid ?? 0, /function-host/);
      revival = until(findMissing, startMilliseconds);
      // The rejection is handled by whoever waits for the process.
      revival.catch(() => {});
    },
    up: () => revival,
  };
}

async function answers(apiUrl: string): Promise<boolean> {
  const answer = await fetch(`${apiUrl}/health`).catch(() => undefined);
  return /"status":"ok"/.test((await answer?.text()) ?? '');
}
