import { day, hour, later, minute } from '../../../clock.ts';

/** Hours that are over and are to be looked at, by when they begin, and how many more were over for too long. */
interface HoursDue {
  readonly hours: readonly Date[];
  readonly skipped: number;
}

/** After an hour, for what was begun in it: an entry has the time when its work began to be written. */
const graceMilliseconds = 15 * minute;

/**
 * The hours since a mark, of the last 24 that are over, oldest first. Without a mark, and by one of a clock that went wrong, which
 * lies ahead, they are all of these: to look twice tells twice, and not to look tells nobody.
 */
export function hoursDue(mark: string | undefined, now: Date): HoursDue {
  const end = hourOf(later(now, -graceMilliseconds).getTime());
  const earliest = end - day / hour;
  const reached = mark !== undefined && mark <= now.toISOString() ? hourOf(Date.parse(mark)) : earliest;
  const from = Math.max(reached, earliest);
  const hours = Array.from({ length: end - from }, (_, at) => new Date((from + at) * hour));
  return { hours, skipped: from - reached };
}

/** The hour of an instant, by its number since 1970. */
function hourOf(milliseconds: number): number {
  return Math.floor(milliseconds / hour);
}
