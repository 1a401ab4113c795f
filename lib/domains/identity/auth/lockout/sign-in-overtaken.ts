import { TooManyRequests } from '../../../../errors.ts';

/** Too many come into an account at the same moment: what was tried is neither right nor wrong yet. */
export class SignInCrowded extends TooManyRequests {
  constructor(cause?: unknown) {
    super('TOO_MANY_ATTEMPTS', 'Others sign in at the same moment. Try again.', { retryAfter: 1, cause });
  }
}

/** The proof was right, and what decides about the person is no longer what was read: it has to be looked at again. */
export class SignInOvertaken extends SignInCrowded {}

/** Whether somebody who was let in has to be looked at again. */
export function isOvertaken(error: unknown): boolean {
  return error instanceof SignInOvertaken;
}
