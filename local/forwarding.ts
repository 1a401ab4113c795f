import type { Invoke } from './triggers/poller.ts';

let invoke: Invoke = async () => {
  throw new Error('the functions are not loaded yet');
};

/** Names what runs the functions, before serverless-offline takes its first call. */
export function forwardTo(target: Invoke): void {
  invoke = target;
}

/** Runs a function where all of them run. */
export function forward(functionName: string, event: unknown): Promise<unknown> {
  return invoke(functionName, event);
}
