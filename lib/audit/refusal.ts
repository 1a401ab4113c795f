import type { Caller } from '../auth/caller.ts';

/** An attempt that was refused to somebody who is signed in. */
export interface RefusedAttempt {
  readonly caller: Caller;
  /** `GET /v1/users/{userId}`, as the trigger has it. */
  readonly route: string;
  /** Path of the request. */
  readonly path: string;
  /** Code of the error. */
  readonly code: string;
}

/** Puts a refusal on record; never throws, since the request is refused whether or not it is recorded. */
export type RecordRefusal = (attempt: RefusedAttempt) => Promise<void>;

export function createRefusalRecord(): RecordRefusal {
  return async () => undefined;
}
