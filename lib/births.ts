import { hour } from './clock.ts';
import { InvalidInput } from './errors.ts';

/** The most years that anybody lives: the longest life on record is 122 years. */
const mostYears = 130;
/** So far is the calendar ahead of UTC where the day begins first. */
const furthestAhead = 14 * hour;

/** Refuses a date on which nobody living was born; throws `VALIDATION_FAILED` at the path. */
export function requireBirth(date: string, now: Date, path = 'dateOfBirth'): void {
  const today = new Date(now.getTime() + furthestAhead).toISOString().slice(0, 10);
  const earliest = `${now.getUTCFullYear() - mostYears}${now.toISOString().slice(4, 10)}`;
  if (date > today) throw invalid({ path, code: 'too_big', message: 'Must not lie in the future.' });
  if (date < earliest) {
    throw invalid({ path, code: 'too_small', message: `Must not be more than ${mostYears} years ago.` });
  }
}

function invalid(error: { readonly path: string; readonly code: string; readonly message: string }): InvalidInput {
  return new InvalidInput('VALIDATION_FAILED', 'Nobody was born on this date; see errors.', { errors: [error] });
}
