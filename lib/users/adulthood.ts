import { RuleViolation } from '../errors.ts';

/** Least age of somebody with an account, in years. */
const adulthoodYears = 18;

/** Throws `UNDERAGE` for who was born, on a calendar date, too late to be of age now. */
export function requireAdult(dateOfBirth: string, now: Date): void {
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
