import { gatewayAnswer } from './gateway-answer.ts';
import type { Invoke, Report } from './triggers/poller.ts';

let invoke: Invoke = async () => {
  throw new Error('the functions are not loaded yet');
};
let report: Report = () => {};

/** Sets what runs the functions and what is told of those that fail, before serverless-offline takes its first call. */
export function forwardTo(target: Invoke, tell: Report): void {
  invoke = target;
  report = tell;
}

/** Runs a function in the process of all functions; a request gets an answer of the gateway's, whatever the function does. */
export function forward(functionName: string, event: unknown): Promise<unknown> {
  const call = () => invoke(functionName, event);
  return isRequest(event) ? gatewayAnswer(functionName, call, report) : call();
}

function isRequest(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'requestContext' in event;
}
