import { day, minute } from '../../../clock.ts';
import { changesOf } from '../../../zone-changes.ts';
import { offsetAt } from '../../../zoned-time.ts';
import type { Stretch } from './stretches.ts';

/** A stretch of instants in which clocks stay as far ahead of UTC, in milliseconds. */
interface SteadyClocks extends Stretch {
  readonly ahead: number;
}

/** A date of a zone's calendar, `YYYY-MM-DD`, and the clocks that show it. */
export interface ZonedDate {
  readonly date: string;
  /** From 1, which is Monday. */
  readonly weekday: number;
  /** The instant at which UTC has this date's midnight. */
  readonly midnight: number;
  /** In order; every instant at which the date is shown lies in one of them. */
  readonly clocks: readonly SteadyClocks[];
}

/** Goes through the dates that a zone's clocks show from one instant to another, the last one included. */
export function* datesBetween(first: number, last: number, zone: string): Generator<ZonedDate> {
  if (last < first) return;
  const end = midnightOf(last, zone);
  // Since the table begins, no clocks have left out a date, nor gone back to one that was over: dates are as many as days.
  for (let midnight = midnightOf(first, zone); midnight <= end; midnight += day) yield zonedDate(midnight, zone);
}

/** The date that a zone's clocks show at an instant. */
export function dateAt(instant: number, zone: string): ZonedDate {
  return zonedDate(midnightOf(instant, zone), zone);
}

function midnightOf(instant: number, zone: string): number {
  return Math.floor((instant + offsetAt(zone, instant) * minute) / day) * day;
}

function zonedDate(midnight: number, zone: string): ZonedDate {
  const named = new Date(midnight);
  return {
    date: named.toISOString().slice(0, 10),
    weekday: named.getUTCDay() || 7,
    midnight,
    clocks: clocksAround(midnight, zone),
  };
}

/** An offset is less than a day, so that what is shown of a date lies within a day of it. */
function clocksAround(midnight: number, zone: string): SteadyClocks[] {
  const [from, to] = [midnight - day, midnight + 2 * day];
  const changes = changesOf(zone)
    .at.filter((at) => from < at * minute && at * minute < to)
    .map((at) => at * minute);
  return [from, ...changes].map((start, nth) => ({
    from: start,
    to: changes[nth] ?? to,
    ahead: offsetAt(zone, start) * minute,
  }));
}
