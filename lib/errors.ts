/** What every error of ours carries beside its message. */
export interface ErrorDetails {
  /** One entry per offending field of the input, or per line of an order. */
  readonly errors?: readonly FieldError[];
  /** Seconds after which it makes sense to try again. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
  /** Further members of the problem that the client gets (RFC 9457), each declared in `infra/openapi/problem-schema.ts`. */
  readonly members?: ProblemMembers;
  /** Whether the caller may not know that the object exists: it looks absent to them, and the attempt is audited either way. */
  readonly refused?: boolean;
  /** Whether the error was logged before, once for many requests: the line of a request then names its code alone. */
  readonly logged?: boolean;
}

/** What a problem tells beside what all of them do. */
interface ProblemMembers {
  /** How many of what keeps something from being deleted or moved, by what they are. */
  readonly heldBy?: Readonly<Record<string, number>>;
  /** What keeps a slot from being booked. */
  readonly reason?: string;
  /** When the next slot begins that is free; absent where none is. */
  readonly nextFree?: string | undefined;
  /** How that stands of which the state was to be changed. */
  readonly current?: string;
}

/** One thing that is wrong with the input; `path` is dotted (`items.0.quantity`), and empty for the input as a whole. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
  readonly code: string;
}

/** An operational error: `code` is stable and public, the message is safe to show to the caller. */
export abstract class DomainError extends Error {
  readonly code: string;
  readonly errors: readonly FieldError[] | undefined;
  readonly retryAfter: number | undefined;
  readonly refused: boolean;
  readonly logged: boolean;
  readonly members: ProblemMembers | undefined;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.errors = details.errors;
    this.retryAfter = details.retryAfter;
    this.refused = details.refused ?? false;
    this.logged = details.logged ?? false;
    this.members = details.members;
  }
}

/** The input is malformed or breaks its schema. */
export class InvalidInput extends DomainError {}

/** There are no credentials, or bad ones. */
export class Unauthenticated extends DomainError {}

/** The caller is known, but their roles lack the permission. */
export class Forbidden extends DomainError {}

/** The object is absent, or the caller may not know of it: the two must look the same. */
export class NotFound extends DomainError {}

/** The state of the object does not allow the change now. */
export class Conflict extends DomainError {}

/** The caller's version of the object is not the current one. */
export class StaleVersion extends DomainError {}

/** The error of an `If-Match` that does not name the current version, `STALE_VERSION`. */
export function staleVersion(): StaleVersion {
  return new StaleVersion('STALE_VERSION', 'If-Match does not name the current version.');
}

/** The input is well-formed, but a rule of the business refuses it. */
export class RuleViolation extends DomainError {}

/**
 * The error of an id in a body that names nothing, or nothing that the caller may name, `UNKNOWN_REFERENCE`; `path` is its
 * field, dotted.
 */
export function unknownReference(path: string, what: string): RuleViolation {
  const errors = [{ path, message: `There is no such ${what}.`, code: 'unknown_reference' }];
  return new RuleViolation('UNKNOWN_REFERENCE', `The ${what} that is named does not exist.`, { errors });
}

/** There were too many attempts; `retryAfter` says when the next one counts. */
export class TooManyRequests extends DomainError {}

/** A dependency is down or too slow; nothing was changed. */
export class Unavailable extends DomainError {}

/** Whether an error is one of ours with this code. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof DomainError && error.code === code;
}
