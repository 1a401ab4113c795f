import { isPage, successOf } from '../lib/http/reply.ts';
import type { HttpTrigger } from '../lib/http/trigger.ts';

const unavailable = ['DATABASE_UNAVAILABLE', 'SECRETS_UNAVAILABLE', 'TIMED_OUT'];

/** The problems that a route's shape implies, and those that it names itself. */
export function describeProblems(trigger: HttpTrigger): Record<number, Problem> {
  const mayBringBody = trigger.method !== 'GET';
  const implied: Record<number, readonly string[]> = {
    // An unknown query parameter is invalid everywhere, and a body is bounded where none is read, too.
    400: [
      'VALIDATION_FAILED',
      ...(isPage(successOf(trigger).body) ? ['INVALID_CURSOR'] : []),
      ...(trigger.body ? ['MALFORMED_JSON'] : []),
      ...(mayBringBody ? ['BODY_TOO_DEEP'] : []),
    ],
    ...(mayBringBody && { 413: ['BODY_TOO_LARGE'] }),
    ...(trigger.body && { 415: ['UNSUPPORTED_MEDIA_TYPE'] }),
    ...(trigger.allow !== 'public' && { 401: ['AUTHENTICATION_REQUIRED', 'INVALID_ACCESS_TOKEN'] }),
    ...(Array.isArray(trigger.allow) && { 403: ['PERMISSION_DENIED'] }),
    ...((trigger.grants.length > 0 || trigger.allow !== 'public') && { 503: unavailable }),
    500: ['INTERNAL_ERROR'],
  };
  const statuses = new Set([...Object.keys(implied), ...Object.keys(trigger.problems ?? {})].map(Number));
  return Object.fromEntries(
    [...statuses].sort().map((status) => {
      const codes = [...new Set([...(trigger.problems?.[status] ?? []), ...(implied[status] ?? [])])];
      return [status, describeProblem(status, codes)];
    }),
  );
}

interface Problem {
  readonly description: string;
  readonly content: Readonly<Record<string, unknown>>;
}

function describeProblem(status: number, codes: readonly string[]): Problem {
  const schema = {
    allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }],
  };
  return {
    description: `${descriptions[status] ?? 'Problem'}: ${codes.map((code) => `\`${code}\``).join(', ')}`,
    content: { 'application/problem+json': { schema } },
  };
}

/** What each status means here. */
export const descriptions: Readonly<Record<number, string>> = {
  200: 'Done',
  201: 'Created',
  202: 'Accepted',
  204: 'Done, and nothing to say',
  304: 'Not modified',
  400: 'Malformed or invalid',
  401: 'No credentials, or bad ones',
  403: 'A permission that the role lacks',
  404: 'Absent, or not yours to know of',
  409: 'In conflict with the present state',
  412: 'Not the current version',
  413: 'Too large',
  415: 'Not JSON',
  422: 'Refused by a rule of the business',
  429: 'Too many requests',
  500: 'Unexpected',
  503: 'A dependency is down',
};

/** RFC 9457 problem details, with the extensions that ours have. */
export const problemSchema = {
  type: 'object',
  description: 'RFC 9457 problem details',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'requestId', 'timestamp'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    code: { type: 'string', description: 'Stable, in upper snake case' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message', 'code'],
        properties: { path: { type: 'string' }, message: { type: 'string' }, code: { type: 'string' } },
      },
    },
    requestId: { type: 'string' },
    timestamp: { type: 'string', format: 'date-time' },
  },
};
