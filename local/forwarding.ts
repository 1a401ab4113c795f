import type { Invoke } from './triggers/poller.ts';

let invoke: Invoke = async () => {
  throw new Error('the functions are not loaded yet');
};

/** Sets what runs the functions, before serverless-offline takes its first call. */
export function forwardTo(target: Invoke): void {
  invoke = target;
}

/** Runs a function in the process of all functions. */
export function forward(functionName: string, event: unknown): Promise<unknown> {
  return invoke(functionName, event);
}
