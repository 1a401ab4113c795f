import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { TimedOut } from './pending-calls.ts';
import { messageOf, type Report } from './triggers/poller.ts';

/** An answer of the gateway, in payload format 2.0 with its status said. */
export type GatewayAnswer = z.infer<typeof structured>;

/** How long an HTTP API waits for a function, in milliseconds; nothing makes it wait longer. */
const mostMilliseconds = 30_000;

const structured = z.object({
  statusCode: z.int().min(200).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/**
 * Answers a call as API Gateway does, and never rejects: 500 where the function throws, ends, runs out of its time or answers
 * what is none, and 503 where the gateway itself waits no longer. Why goes to the log, and nothing of it to the client.
 */
export async function gatewayAnswer(
  functionName: string,
  call: () => Promise<unknown>,
  report: Report,
  milliseconds = mostMilliseconds,
): Promise<GatewayAnswer> {
  const waiting = new AbortController();
  const givingUp = pause(milliseconds, undefined, { signal: waiting.signal }).then(() => {
    report(`${functionName} has not answered within ${milliseconds / 1_000} s, and the gateway waits no longer`);
    return refusal(503, 'Service Unavailable');
  });
  givingUp.catch(() => {});
  return Promise.race([answer(functionName, call, report), givingUp]).finally(() => waiting.abort());
}

async function answer(functionName: string, call: () => Promise<unknown>, report: Report): Promise<GatewayAnswer> {
  try {
    return readAnswer(await call());
  } catch (error) {
    report(`${functionName} failed: ${traceOf(error)}`);
    return refusal(500, 'Internal Server Error');
  }
}

/** What API Gateway says where no function has answered. */
export function refusal(statusCode: number, message: string): GatewayAnswer {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) };
}

/** Reads what a function answered: without a status it is the body itself, a text as it is and all else as JSON. */
function readAnswer(result: unknown): GatewayAnswer {
  if (typeof result === 'object' && result !== null && 'statusCode' in result) return structured.parse(result);
  const body = typeof result === 'string' ? result : JSON.stringify(result ?? null);
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body };
}

function traceOf(error: unknown): string {
  if (error instanceof TimedOut) return error.message;
  return (error instanceof Error && error.stack) || messageOf(error);
}
