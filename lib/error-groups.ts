import { currentContext } from './context.ts';
import type { LogFields } from './log.ts';
import { logMeasured, type Measurement } from './metrics.ts';

/** The metric of errors that nobody foresaw, and what they are grouped by. */
export const unexpectedErrors = { name: 'UnexpectedErrors', by: ['errorKind', 'place'] } as const;

/**
 * Measures an error that nobody foresaw: one of its kind, at its place, which is the function and, where the error ends
 * there and not the invocation, what failed.
 */
export function unexpected(error: unknown, operation?: string): Measurement {
  const functionName = currentContext()?.functionName ?? 'outside of an invocation';
  const place = operation === undefined ? functionName : `${functionName}: ${operation}`;
  return { by: [{ errorKind: kindOf(error), place }], counts: { [unexpectedErrors.name]: 1 } };
}

/**
 * Logs and counts an error of which only the log hears, on a line beside that of its invocation. `operation` names what failed
 * in words that are always the same, since the error is grouped by them.
 */
export function logUnexpected(operation: string, fields: LogFields = {}): void {
  logMeasured('error', operation, fields, unexpected(fields.error, operation));
}

/** Codes as `ECONNREFUSED` and `TIMED_OUT`. */
const codeForm = /^(E[A-Z]+|[A-Z]+\d?(_[A-Z]+\d?)+)$/;
/** Names as `TypeError`, `MalformedItem` and `NoSuchKey`: one word alone might be anybody's. */
const nameForm = /^([A-Z][A-Za-z]*(Error|Exception)|([A-Z]+[a-z]+){2,})$/;
const longest = 64;

/**
 * The kind of an error: its code, or else its name, and `Error` where neither looks like one, as it may be of what somebody
 * sent. The code comes first, since a bundle shortens the names of classes with each release anew.
 */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Error';
  const { name, code } = error as Error & { readonly code?: unknown };
  const isShort = (text: unknown): text is string => typeof text === 'string' && text.length <= longest;
  if (isShort(code) && codeForm.test(code)) return code;
  return isShort(name) && nameForm.test(name) ? name : 'Error';
}
