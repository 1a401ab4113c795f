import { minute } from '../../../clock.ts';
import type { Clinic, Closure } from '../clinics/shown-schema.ts';
import type { ExtraHours } from '../doctors/exception-schema.ts';
import type { Schedule } from '../doctors/schedule-schema.ts';
import { covers, joined, type Stretch } from './stretches.ts';
import { openWindows, workingWindows } from './wall-windows.ts';
import type { ZonedDate } from './zoned-dates.ts';

interface OpeningTimes {
  readonly openingHours: Clinic['openingHours'];
  readonly closures: readonly Pick<Closure, 'from' | 'to'>[];
}

/** The stretches of instants in which a clinic is open on a date; none on a day of a closure. */
export function openTimes({ openingHours, closures }: OpeningTimes, zoned: ZonedDate): Stretch[] {
  const isClosed = closures.some(({ from, to }) => from <= zoned.date && zoned.date <= to);
  return isClosed ? [] : joined(openWindows(openingHours, zoned).flatMap((window) => whenShown(window, zoned)));
}

/**
 * The instants at which slots of a doctor's hours begin on a date, in order. Each window is cut by the wall clock, from its own start,
 * into slots with their buffers; a slot lasts as long as ever, and no moment of it is shown outside of its window.
 */
export function startsOf(schedule: Schedule, extraHours: readonly ExtraHours[], zoned: ZonedDate): number[] {
  const starts = workingWindows(schedule.weekly, extraHours, zoned).flatMap((window) => {
    const shown = whenShown(window, zoned);
    const isWithin = (from: number) => covers(shown, { from, to: from + schedule.slotMinutes * minute });
    return gridOf(window, schedule.slotMinutes + schedule.bufferMinutes, zoned).filter(isWithin);
  });
  // Where an hour comes twice, the second time of one window lies after the first of the next.
  return zoned.clocks.length === 1 ? starts : starts.sort((one, other) => one - other);
}

/**
 * When clocks show a window of a date: one stretch of instants also where they leave out a part of it, none where they leave out
 * all, and two where they show a part of it twice, with what lies outside in between.
 */
function whenShown({ from, to }: Stretch, { midnight, clocks }: ZonedDate): Stretch[] {
  return joined(
    clocks.map((steady) => ({
      from: Math.max(steady.from, midnight + from * minute - steady.ahead),
      to: Math.min(steady.to, midnight + to * minute - steady.ahead),
    })),
  );
}

/** When clocks show the times that lie whole paces of minutes after a window's start: never, once or twice each. */
function gridOf({ from, to }: Stretch, pace: number, { midnight, clocks }: ZonedDate): number[] {
  const grid: number[] = [];
  for (const steady of clocks)
    for (let time = from; time < to; time += pace) {
      const instant = midnight + time * minute - steady.ahead;
      if (steady.from <= instant && instant < steady.to) grid.push(instant);
    }
  return grid;
}
