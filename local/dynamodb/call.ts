import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';

/** The fields of a request of DynamoDB, as its JSON has them: values are `{ S: 'text' }` and the like. */
export type Input = Readonly<Record<string, unknown>>;

/** A request of DynamoDB: its operation (`TransactWriteItems`), and its fields. */
export interface Call {
  readonly operation: string;
  readonly input: Input;
}

/** What is sent back for a call. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer | Readable;
}

/** Whether a value of parsed JSON is an object with fields. */
export function isObject(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a call of the table API; undefined for one of streams, and for what is not of its form. */
export function readCall(headers: IncomingHttpHeaders, body: Buffer): Call | undefined {
  const operation = /^DynamoDB_20120810\.(\w+)$/.exec(String(headers['x-amz-target']))?.[1];
  const input = operation === undefined ? undefined : parsed(body);
  return operation !== undefined && isObject(input) ? { operation, input } : undefined;
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
