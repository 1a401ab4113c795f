import { day as dayMilliseconds, later } from '../../../clock.ts';

/** The first day that can have audit entries. */
export const earliestDay = '2025-01-01';

/** After midnight, for what was begun before it. */
const graceMilliseconds = 15 * 60 * 1_000;

/** The calendar date of an instant in UTC, `YYYY-MM-DD`. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** The date so many days after another, or before it when they are negative. */
export function shiftDay(day: string, days: number): string {
  return dayOf(later(new Date(`${day}T00:00:00.000Z`), days * dayMilliseconds));
}

/** Every date from one to another, both included; none when the second comes first. */
export function daysBetween(from: string, to: string): string[] {
  // The days are counted: as text a date after 9999-12-31 would come before it, so that there would be no end.
  const days = (Date.parse(to) - Date.parse(from)) / dayMilliseconds + 1;
  return Array.from({ length: Math.max(days, 0) }, (_, after) => shiftDay(from, after));
}

/** The last day to which no entry is added any more: it has been over for a quarter of an hour. */
export function lastFinishedDay(now: Date): string {
  return shiftDay(dayOf(later(now, -graceMilliseconds)), -1);
}
