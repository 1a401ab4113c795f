import type { Grant } from '../lib/grants.ts';
import { isForMachines } from '../lib/http/caller.ts';
import { isPage, successOf } from '../lib/http/reply.ts';
import type { HttpTrigger } from '../lib/http/trigger.ts';
import { type CodesByStatus, exampleReferences } from './openapi-examples.ts';
import { asksAws, isLimited, limitHeaders, retryHeader } from './openapi-limits.ts';

const badCredentials = [
  'AUTHENTICATION_REQUIRED',
  'INVALID_ACCESS_TOKEN',
  'INVALID_API_KEY',
  'UNKNOWN_IDENTITY',
  'AMBIGUOUS_CREDENTIALS',
];

/** The code of a route's 503 while a dependency is down that one of its grants stands for. */
const unavailableByGrant: Partial<Readonly<Record<Grant, string>>> = {
  'tokens:sign': 'SIGNING_UNAVAILABLE',
  'audit:verify': 'FILES_UNAVAILABLE',
};

/** The codes of the problems that a route's shape implies, and of those that it names itself. */
export function problemCodesOf(trigger: HttpTrigger): CodesByStatus {
  const mayBringBody = trigger.method !== 'GET';
  const implied: Record<number, readonly string[]> = {
    // An unknown query parameter is invalid everywhere, and a body is bounded even where none is read.
    400: [
      'VALIDATION_FAILED',
      ...(isPage(successOf(trigger).body) ? ['INVALID_CURSOR'] : []),
      ...(trigger.body ? ['MALFORMED_JSON'] : []),
      ...(mayBringBody ? ['BODY_TOO_DEEP'] : []),
      ...(trigger.idempotency ? ['INVALID_IDEMPOTENCY_KEY'] : []),
      ...(trigger.idempotency === 'required' ? ['IDEMPOTENCY_KEY_REQUIRED'] : []),
    ],
    ...(mayBringBody && { 413: ['BODY_TOO_LARGE'] }),
    ...(trigger.body && { 415: ['UNSUPPORTED_MEDIA_TYPE'] }),
    ...(trigger.allow !== 'public' && { 401: badCredentials }),
    ...(trigger.allow !== 'public' && {
      403: [trigger.allow === 'signed-in' ? 'PERSON_REQUIRED' : 'PERMISSION_DENIED'],
    }),
    ...(successOf(trigger).body === 'asset' && { 404: ['ASSET_NOT_FOUND'] }),
    ...(trigger.idempotency && { 422: ['IDEMPOTENCY_KEY_REUSED'] }),
    ...(isLimited(trigger) && { 429: ['RATE_LIMITED', ...(isForMachines(trigger) ? ['QUOTA_EXCEEDED'] : [])] }),
    503: unavailable(trigger),
    500: ['INTERNAL_ERROR'],
  };
  const statuses = new Set([...Object.keys(implied), ...Object.keys(trigger.problems ?? {})].map(Number));
  return Object.fromEntries(
    [...statuses]
      .sort()
      .map((status) => [status, [...new Set([...(trigger.problems?.[status] ?? []), ...(implied[status] ?? [])])]]),
  );
}

/** The codes of a route's 503: any route can take too long, and the rest follows from what it calls. */
function unavailable(trigger: HttpTrigger): string[] {
  const { allow, grants, mustCount } = trigger;
  return [
    'TIMED_OUT',
    ...(asksAws(trigger) || mustCount ? ['DATABASE_UNAVAILABLE'] : []),
    ...(asksAws(trigger) ? ['SECRETS_UNAVAILABLE'] : []),
    ...(allow === 'public' ? [] : ['ISSUER_UNAVAILABLE', 'ISSUER_MISCONFIGURED']),
    ...grants.flatMap((grant) => unavailableByGrant[grant] ?? []),
  ];
}

/** Each problem that a route may answer with, by its status. */
export function describeProblems(trigger: HttpTrigger): Record<number, Problem> {
  return Object.fromEntries(
    Object.entries(problemCodesOf(trigger)).map(([status, codes]) => [
      status,
      { ...describeProblem(Number(status), codes), ...headersOf(Number(status), trigger) },
    ]),
  );
}

interface Problem {
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content: Readonly<Record<string, unknown>>;
}

function describeProblem(status: number, codes: readonly string[]): Problem {
  const schema = {
    allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }],
  };
  return {
    description: `${descriptions[status] ?? 'Problem'}: ${codes.map((code) => `\`${code}\``).join(', ')}`,
    content: { 'application/problem+json': { schema, examples: exampleReferences(codes) } },
  };
}

function headersOf(status: number, trigger: HttpTrigger): Pick<Problem, 'headers'> {
  if (status === 429) return { headers: { ...limitHeaders, ...retryHeader } };
  if (status === 401 && isLimited(trigger)) return { headers: limitHeaders };
  return status === 503 ? { headers: retryHeader } : {};
}

/** The meaning of each status in this API. */
export const descriptions: Readonly<Record<number, string>> = {
  200: 'Done',
  201: 'Created',
  202: 'Accepted',
  204: 'Done, and nothing to say',
  304: 'Not modified',
  400: 'Malformed or invalid',
  401: 'No credentials, or bad ones',
  403: 'Not for this caller',
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

/** RFC 9457 problem details, with our extensions. */
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
    stack: { type: 'string', description: 'Of an unexpected error, on a developer’s machine alone.' },
  },
};
