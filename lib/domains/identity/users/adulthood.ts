import { requireBirth } from '../../../births.ts';
import { RuleViolation } from '../../../errors.ts';

/** Least age of somebody with an account, in years. */
const adulthoodYears = 18;

/** Throws `VALIDATION_FAILED` where nobody was born on the date, and `UNDERAGE` for whoever was too late to be of age now. */
export function requireAdult(dateOfBirth: string, now: Date): void {
  requireBirth(dateOfBirth, now);
  if (dateOfBirth > latestBirthOfAdult(now)) {
    throw new RuleViolation('UNDERAGE', `You must be ${adulthoodYears} or older to have an account.`);
  }
}

/**
 * Who was born on this date comes of age today: the calendar date as of UTC. It is only compared with, so that it may be
 * a 29 February that there never was; a Date would make the first of March of it, and let in a day early.
 */
function latestBirthOfAdult(now: Date): string {
  return `${now.getUTCFullYear() - adulthoodYears}${now.toISOString().slice(4, 10)}`;
}
