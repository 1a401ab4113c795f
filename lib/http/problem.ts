import { showsStacks } from '../config.ts';
import {
  Conflict,
  DomainError,
  type ErrorDetails,
  Forbidden,
  InvalidInput,
  NotFound,
  RuleViolation,
  StaleVersion,
  TooManyRequests,
  Unauthenticated,
  Unavailable,
} from '../errors.ts';
import type { ClientRequest } from './request.ts';

/** HTTP itself refuses the request, before any domain sees it. */
export class Refusal extends DomainError {
  readonly status: number;

  constructor(status: number, code: string, message: string, details?: ErrorDetails) {
    super(code, message, details);
    this.status = status;
  }
}

/** The answer to a failed request (RFC 9457) as it leaves, with the headers that go with it. */
interface Problem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

const statuses = [
  [InvalidInput, 400],
  [Unauthenticated, 401],
  [Forbidden, 403],
  [NotFound, 404],
  [Conflict, 409],
  [StaleVersion, 412],
  [RuleViolation, 422],
  [TooManyRequests, 429],
  [Unavailable, 503],
] as const;

/** The status of an error; what is not one of ours is a 500. */
function statusOf(error: unknown): number {
  if (error instanceof Refusal) return error.status;
  return statuses.find(([kind]) => error instanceof kind)?.[1] ?? 500;
}

/** Describes an error to the client; for an unexpected one it tells no more than where to ask. */
export function problemOf(error: unknown, request: Pick<ClientRequest, 'id' | 'path'>, now: Date): Problem {
  const status = statusOf(error);
  const known = error instanceof DomainError && status !== 500 ? error : undefined;
  const code = known?.code ?? 'INTERNAL_ERROR';
  return {
    status,
    headers: headersOf(status, known),
    body: {
      ...kindOf(code),
      status,
      detail: known?.message ?? 'Something went wrong on our side. Quote the requestId when you report it.',
      instance: request.path,
      code,
      ...(known?.errors && { errors: known.errors }),
      ...known?.members,
      requestId: request.id,
      timestamp: now.toISOString(),
      ...(!known && stackOf(error)),
    },
  };
}

/** The stack of an unexpected error, for developers on their own machine. */
function stackOf(error: unknown): { readonly stack: string } | undefined {
  return error instanceof Error && error.stack && showsStacks() ? { stack: error.stack } : undefined;
}

/**
 * The type of problem that a code stands for: `DUPLICATE_EMAIL` reads as `Duplicate email`, and a title is constant for its
 * type.
 */
export function kindOf(code: string): { readonly type: string; readonly title: string } {
  const words = code.toLowerCase().replaceAll('_', ' ');
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return { type: `urn:polyclinic:problem:${words.replaceAll(' ', '-')}`, title };
}

function headersOf(status: number, error: DomainError | undefined): Record<string, string> {
  const retryAfter = error?.retryAfter ?? (status === 429 || status === 503 ? 1 : undefined);
  return {
    'content-type': 'application/problem+json',
    ...(status === 401 && { 'www-authenticate': challengeOf(error?.code) }),
    ...(retryAfter !== undefined && { 'retry-after': String(Math.max(1, Math.ceil(retryAfter))) }),
  };
}

const bearerChallenge = 'Bearer realm="polyclinic"';

/** The challenges of RFC 6750: a request without credentials is asked for some, and one with bad ones is told so. */
const challenges: Readonly<Record<string, string>> = {
  INVALID_ACCESS_TOKEN: `${bearerChallenge}, error="invalid_token"`,
  UNKNOWN_IDENTITY: `${bearerChallenge}, error="invalid_token"`,
  INVALID_API_KEY: 'ApiKey realm="polyclinic"',
};

function challengeOf(code = ''): string {
  return challenges[code] ?? bearerChallenge;
}
