import { TooManyRequests } from '../../../../errors.ts';

/** Too many sign in to an account at the same moment: whether the proof is right is not decided yet. */
export class SignInCrowded extends TooManyRequests {
  constructor(cause?: unknown) {
    super('TOO_MANY_ATTEMPTS', 'Others sign in at the same moment. Try again.', { retryAfter: 1, cause });
  }
}

/** The proof was right, but the person has changed since they were read: they have to be looked at again. */
export class SignInOvertaken extends SignInCrowded {}

/** Whether the error asks for another look at somebody whose attempt was let in. */
export function isOvertaken(error: unknown): boolean {
  return error instanceof SignInOvertaken;
}
