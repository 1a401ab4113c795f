import { requireBirth } from '../../../births.ts';
import { RuleViolation } from '../../../errors.ts';

/** The least age in years of somebody with an account. */
const adulthoodYears = 18;

/**
 * Throws `VALIDATION_FAILED` for a date that is nobody's birth date, and `UNDERAGE` for one that is too late to be of age now.
 */
export function requireAdult(dateOfBirth: string, now: Date): void {
  requireBirth(dateOfBirth, now);
  if (dateOfBirth > latestBirthOfAdult(now)) {
    throw new RuleViolation('UNDERAGE', `You must be ${adulthoodYears} or older to have an account.`);
  }
}

/**
 * The birth date of those who come of age today, by the calendar in UTC. It is only compared with, so that it may be a 29
 * February that never was; a Date would turn that into the first of March, and let in people a day early.
 */
function latestBirthOfAdult(now: Date): string {
  return `${now.getUTCFullYear() - adulthoodYears}${now.toISOString().slice(4, 10)}`;
}
