import type { Grant } from '../../lib/grants.ts';
import { isForMachines } from '../../lib/http/caller.ts';
import { isPage, successOf } from '../../lib/http/reply.ts';
import type { HttpTrigger } from '../../lib/http/trigger.ts';
import { capitalized } from '../words.ts';
import { headersOf } from './headers.ts';
import type { Json } from './json.ts';
import { asksAws, isLimited } from './limits.ts';
import { modelReference } from './models.ts';
import { type CodesByStatus, exampleOfCode, exampleReferences } from './problem-examples.ts';

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

/** The answers of a route that are problems, by their status. */
export function describeProblems(trigger: HttpTrigger, operationId: string): Record<number, Json> {
  return Object.fromEntries(
    pairsOf(problemCodesOf(trigger)).map(([status, codes]) => [
      status,
      {
        description: `${descriptions[status] ?? 'Problem'}: ${codes.map((code) => `\`${code}\``).join(', ')}`,
        ...headersOf(trigger, status),
        content: {
          'application/problem+json': {
            schema: modelReference(problemModelOf(operationId)),
            examples: exampleReferences(codes, status),
          },
        },
      },
    ]),
  );
}

function pairsOf(codes: CodesByStatus): (readonly [number, readonly string[]])[] {
  return Object.entries(codes).map(([status, its]) => [Number(status), its]);
}

/** The models of a route's problems: what all of them are, and the codes that they may have. */
export function problemSchemas(trigger: HttpTrigger, operationId: string): Record<string, Json> {
  const pairs = pairsOf(problemCodesOf(trigger)).flatMap(([status, its]) => its.map((code) => [code, status] as const));
  const codes = [...new Set(pairs.map(([code]) => code))].sort();
  const model = problemModelOf(operationId);
  return {
    [model]: {
      description: `A problem of \`${operationId}\`.`,
      allOf: [
        modelReference('Problem'),
        { type: 'object', required: ['code'], properties: { code: modelReference(`${model}Code`) } },
      ],
      examples: pairs.slice(0, 1).map(([code, status]) => exampleOfCode(code, status)),
    },
    [`${model}Code`]: { type: 'string', description: `The codes of the problems of \`${operationId}\`.`, enum: codes },
  };
}

function problemModelOf(operationId: string): string {
  return `${capitalized(operationId)}Problem`;
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
