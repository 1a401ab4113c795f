import type { Clinic } from '../clinics/shown-schema.ts';
import type { ExtraHours } from '../doctors/exception-schema.ts';
import type { Schedule } from '../doctors/schedule-schema.ts';
import { joined, type Stretch, without } from './stretches.ts';

/** A date as hours name it: `YYYY-MM-DD`, and the day of the week from 1, which is Monday, to 7. */
interface NamedDate {
  readonly date: string;
  readonly weekday: number;
}

interface Hours {
  readonly from: string;
  readonly to: string;
}

/**
 * The windows of a date in which a doctor works, in minutes of the wall clock: the weekly hours without their breaks, and the extra
 * hours, which may fill a break; none touches another.
 */
export function workingWindows(
  weekly: Schedule['weekly'],
  extraHours: readonly ExtraHours[],
  { date, weekday }: NamedDate,
): Stretch[] {
  const regular = weekly
    .filter(({ day }) => day === weekday)
    .flatMap(({ breaks, ...hours }) => without(windowOf(hours), breaks.map(windowOf)));
  return joined([...regular, ...extraHours.filter((extra) => extra.date === date).map(windowOf)]);
}

/** The windows of a date in which a clinic is open, in minutes of the wall clock; none touches another. */
export function openWindows(openingHours: Clinic['openingHours'], { weekday }: NamedDate): Stretch[] {
  return joined(openingHours.filter(({ day }) => day === weekday).map(windowOf));
}

function windowOf({ from, to }: Hours): Stretch {
  return { from: minutesOf(from), to: minutesOf(to) };
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
