import * as z from 'zod';
import { type FieldError, InvalidInput } from '../errors.ts';
import { schema } from '../schemas.ts';
import { parseJsonBody } from './json-body.ts';
import type { ClientRequest } from './request.ts';
import type { HttpTrigger } from './trigger.ts';

/** Path parameters, query and body of a request, each as its schema parsed it. */
export interface Input {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

const nothing = schema(() => z.strictObject({}));
const anything = schema(() => z.unknown());
/** The most errors of an answer: a client can use no more, and a function may answer 6 MB. */
const mostErrors = 100;

/** Checks a request by its route's schemas, and reports everything that is wrong at once. */
export function readInput(trigger: HttpTrigger, request: ClientRequest): Input {
  const takesAnyQuery = trigger.path === '$default';
  const parsed = {
    params: (trigger.params ?? anything)().safeParse(request.params),
    query: (trigger.query ?? nothing)().safeParse(takesAnyQuery ? {} : readQuery(request.rawQuery)),
    // A route without a body ignores one, since HTTP lets clients send it anywhere.
    body: readBody((trigger.body ?? anything)(), trigger.body && parseJsonBody(request)),
  };
  const errors = Object.values(parsed).flatMap(({ error }) => (error ? fieldErrorsOf(error) : []));
  if (errors.length > 0) throw invalid('The request does not meet its schema; see errors.', errors);
  return { params: parsed.params.data, query: parsed.query.data, body: parsed.body.data };
}

/** Parses a body; an absent one that the schema requires counts as empty, so that each missing field is named. */
function readBody(schema: z.ZodType, json: unknown) {
  const parsed = schema.safeParse(json);
  return parsed.success || json !== undefined ? parsed : schema.safeParse({});
}

/**
 * Reads the query as it was sent: the gateway joins a repeated parameter with commas, and we refuse it. A plus stays a plus
 * (RFC 3986): as a space it would break addresses and offsets from UTC that are typed as they are.
 */
function readQuery(rawQuery: string): Record<string, string> {
  const entries = [...new URLSearchParams(rawQuery.replaceAll('+', '%2B'))];
  const repeated = [...Map.groupBy(entries, ([name]) => name)]
    .filter(([, given]) => given.length > 1)
    .map(([name]) => fieldError([name], 'May be given only once.', 'repeated'));
  if (repeated.length > 0) throw invalid('A query parameter was given more than once.', repeated);
  return Object.fromEntries(entries);
}

function invalid(message: string, errors: readonly FieldError[]): InvalidInput {
  return new InvalidInput('VALIDATION_FAILED', message, { errors: errors.slice(0, mostErrors) });
}

/** Lists what a schema found wrong, one entry a field; an unknown field is named by its own path. */
function fieldErrorsOf(error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [fieldError(issue.path, issue.message, codeOf(issue))];
    return issue.keys.map((key) =>
      fieldError([...issue.path, key], 'Is not a field of this request.', 'unknown_field'),
    );
  });
}

/** The code of an issue; a rule of ours names its own, which zod would report as `custom`. */
function codeOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'custom' && typeof issue.params?.code === 'string' ? issue.params.code : issue.code;
}

function fieldError(path: readonly PropertyKey[], message: string, code: string): FieldError {
  return { path: path.map(String).join('.').slice(0, 200), message, code };
}
