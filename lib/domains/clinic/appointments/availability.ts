import { minute } from '../../../clock.ts';
import type { Clinic, Closure } from '../clinics/shown-schema.ts';
import type { ExtraHours, TimeOff } from '../doctors/exception-schema.ts';
import type { Schedule } from '../doctors/schedule-schema.ts';
import { bookingPeriod, untimely } from './booking-period.ts';
import { covers, overlaps, type Stretch } from './stretches.ts';
import { openTimes, startsOf } from './working-time.ts';
import { dateAt, datesBetween, type ZonedDate } from './zoned-dates.ts';

/** What decides when a doctor can be booked: of the clinic and of the doctor. */
export interface Practice {
  readonly timeZone: string;
  /** Without any, the clinic is closed. */
  readonly openingHours: Clinic['openingHours'];
  readonly closures: readonly Pick<Closure, 'from' | 'to'>[];
  /** By the clock of this clinic, as `wallTimesOf` tells; without one there are no slots. */
  readonly schedule?: Schedule | undefined;
  readonly extraHours: readonly ExtraHours[];
  readonly timeOff: readonly Pick<TimeOff, 'from' | 'to'>[];
}

/** A time in which a doctor sees one patient, in milliseconds since 1970; the buffer after it ends at `busyUntil`. */
export interface Slot {
  readonly start: number;
  readonly end: number;
  readonly busyUntil: number;
}

/** What keeps a slot from being booked: of several, the one that stands first here. */
export type ClosedBy = 'not_working' | 'closed' | 'time_off' | 'notice' | 'horizon' | 'taken';

/** Whether somebody has what a slot needs. */
export type IsTaken = (slot: Slot) => boolean;

/** The free slots that lie within a range, in order, and what closed the others. */
interface Availability {
  readonly slots: Slot[];
  /** How many slots of the doctor's hours each reason closed; `not_working` has the dates of the range that have none. */
  readonly reasons: Partial<Record<ClosedBy, number>>;
}

/** Finds the slots within a range, in milliseconds since 1970, that can be booked, and says what closed the others. */
export function slotsIn(practice: Practice, range: Stretch, now: number, isTaken: IsTaken): Availability {
  const found: Availability = { slots: [], reasons: {} };
  const count = (reason: ClosedBy) => {
    found.reasons[reason] = (found.reasons[reason] ?? 0) + 1;
  };
  const period = bookingPeriod(practice.schedule, now);
  for (const { candidates, closedBy } of daysOf(practice, range.from, range.to - 1)) {
    if (candidates.length === 0) count('not_working');
    for (const slot of candidates.filter(({ start, end }) => range.from <= start && end <= range.to)) {
      const reason = closedBy(slot) ?? untimely(period, slot.start) ?? (isTaken(slot) ? 'taken' : undefined);
      if (reason) count(reason);
      else found.slots.push(slot);
    }
  }
  return found;
}

/** The first free slot that begins in a range, its last instant among them; undefined where there is none. */
export function firstFree(practice: Practice, range: Stretch, now: number, isTaken: IsTaken): Slot | undefined {
  const { earliest, latest } = bookingPeriod(practice.schedule, now);
  const [first, last] = [Math.max(range.from, earliest), Math.min(range.to, latest)];
  for (const { candidates, closedBy } of daysOf(practice, first, last)) {
    const inRange = candidates.filter(({ start }) => first <= start && start <= last);
    const slot = inRange.find((each) => closedBy(each) === undefined && !isTaken(each));
    if (slot) return slot;
  }
  return undefined;
}

/** The slot that begins at an instant, or what keeps it from being booked; never `taken`, which is the caller's to see. */
export function slotAt(practice: Practice, start: number, now: number): Slot | ClosedBy {
  const slot = heldSlotAt(practice, start);
  if (typeof slot === 'string') return slot;
  return untimely(bookingPeriod(practice.schedule, now), start) ?? slot;
}

/** The same for whom a slot is kept already: notice and horizon were kept when they asked for it. */
export function heldSlotAt(practice: Practice, start: number): Slot | ClosedBy {
  const { candidates, closedBy } = createCalendar(practice)(dateAt(start, practice.timeZone));
  const slot = candidates.find((each) => each.start === start);
  return slot ? (closedBy(slot) ?? slot) : 'not_working';
}

/** The last instant at which a slot can begin; undefined without a schedule. */
export function horizonOf({ schedule }: Pick<Practice, 'schedule'>, now: number): number | undefined {
  return schedule && bookingPeriod(schedule, now).latest;
}

function* daysOf(practice: Practice, first: number, last: number): Generator<PracticeDay> {
  const dayOf = createCalendar(practice);
  for (const date of datesBetween(first, last, practice.timeZone)) yield dayOf(date);
}

/** A date of a practice, whatever the time is now: the slots of the doctor's hours, and what closes one of them. */
interface PracticeDay {
  readonly candidates: Slot[];
  readonly closedBy: (slot: Slot) => 'closed' | 'time_off' | undefined;
}

function createCalendar(practice: Practice): (date: ZonedDate) => PracticeDay {
  const timeOff = practice.timeOff.map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }));
  return (date) => {
    const open = openTimes(practice, date);
    const away = timeOff.filter((each) => overlaps(open, each));
    return {
      candidates: candidatesOn(practice, date),
      closedBy: ({ start, end }) => {
        if (!covers(open, { from: start, to: end })) return 'closed';
        return overlaps(away, { from: start, to: end }) ? 'time_off' : undefined;
      },
    };
  };
}

function candidatesOn({ schedule, extraHours }: Practice, date: ZonedDate): Slot[] {
  if (!schedule) return [];
  return startsOf(schedule, extraHours, date).map((start) => {
    const end = start + schedule.slotMinutes * minute;
    return { start, end, busyUntil: end + schedule.bufferMinutes * minute };
  });
}
