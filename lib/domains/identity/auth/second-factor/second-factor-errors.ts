import { Conflict, Forbidden, RuleViolation, Unauthenticated } from '../../../../errors.ts';

/**
 * A second factor needs a verified address: whoever cannot read the account's mails may not be its owner, and would lock the
 * owner out.
 */
export function emailNotVerified(): Forbidden {
  return new Forbidden('EMAIL_NOT_VERIFIED', 'Verify your email address first.');
}

export function mfaEnabled(): Conflict {
  return new Conflict('MFA_ENABLED', 'The second factor is on already.');
}

export function mfaNotEnabled(): Conflict {
  return new Conflict('MFA_NOT_ENABLED', 'The second factor is not on.');
}

export function mfaNotEnrolled(): Conflict {
  return new Conflict('MFA_NOT_ENROLLED', 'Ask for a secret first, and enter it in an authenticator.');
}

/** The code does not complete the sign-in. */
export function invalidCode(): Unauthenticated {
  return new Unauthenticated('INVALID_CODE', message);
}

/** The code does not authorise a change by somebody who is signed in. */
export function wrongCode(): RuleViolation {
  return new RuleViolation('WRONG_CODE', message);
}

const message = 'The code is wrong, or was used already.';
