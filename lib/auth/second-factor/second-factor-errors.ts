import { Conflict, RuleViolation, Unauthenticated } from '../../errors.ts';

/** Another request of the person's has put down a secret in the same moment: this one. */
export class EnrolmentBegun extends Conflict {
  readonly sealedSecret: string;

  constructor(sealedSecret: string) {
    super('ENROLMENT_BEGUN', 'The second factor is being set up already.');
    this.sealedSecret = sealedSecret;
  }
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

/** A code that does not let its sender in. */
export function invalidCode(): Unauthenticated {
  return new Unauthenticated('INVALID_CODE', message);
}

/** A code that does not let somebody who is in change anything. */
export function wrongCode(): RuleViolation {
  return new RuleViolation('WRONG_CODE', message);
}

const message = 'The code is wrong, or was used already.';
