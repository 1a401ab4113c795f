import { randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Answer } from './call.ts';

const types = {
  ValidationException: 'com.amazon.coral.validate#ValidationException',
  TransactionCanceledException: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
  TransactionConflictException: 'com.amazonaws.dynamodb.v20120810#TransactionConflictException',
} as const;

/** What DynamoDB has against a request; `fields` stand beside its type and message. */
export interface Complaint {
  readonly type: keyof typeof types;
  readonly message: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** A request that is not valid, which most complaints are about. */
export function invalid(message: string): Complaint {
  return { type: 'ValidationException', message };
}

/** Answers a complaint as DynamoDB does: 400, its type and message, and the sum of their bytes. */
export function refusal({ type, message, fields = {} }: Complaint): Answer {
  // The one exception of a transaction spells its message otherwise than all others.
  const said = type === 'TransactionCanceledException' ? { Message: message } : { message };
  const body = Buffer.from(JSON.stringify({ __type: types[type], ...said, ...fields }));
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': String(body.length),
    'x-amz-crc32': String(crc32(body)),
    'x-amzn-requestid': randomUUID(),
  };
  return { status: 400, headers, body };
}
