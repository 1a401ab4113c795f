import type { ClosedBy, Practice } from '../../../lib/domains/clinic/appointments/availability.ts';
import type { Schedule } from '../../../lib/domains/clinic/doctors/schedule-schema.ts';
import { fiveMinutes, type Shown } from './clocks-by-intl.ts';

/** What the definition of a slot says of an instant. */
export type Verdict = 'free' | ClosedBy;

type Scheduled = Practice & { readonly schedule: Schedule };
type Clocks = ReadonlyMap<number, Shown>;

const minute = 60_000;

/** Judges instants by the definition, a moment of five minutes after the other, on clocks that somebody else has read. */
export function createOracle(practice: Scheduled, clocks: Clocks, now: number) {
  const { slotMinutes, bufferMinutes, minNoticeMinutes, horizonDays } = practice.schedule;
  const windowStarts = new Map<string, string | undefined>();

  /** At what time the hours begin of which a time is one; undefined where it is of none. */
  const windowOf = (shown: Shown): string | undefined => {
    const key = `${shown.date} ${shown.time}`;
    if (!windowStarts.has(key))
      windowStarts.set(key, works(practice, shown) ? (windowBefore(shown) ?? shown.time) : undefined);
    return windowStarts.get(key);
  };

  const windowBefore = (shown: Shown): string | undefined =>
    shown.time === '00:00' ? undefined : windowOf({ ...shown, time: wallTime(minutesOf(shown.time) - 5) });

  const isSlot = (moments: readonly (Shown | undefined)[]): boolean => {
    const [first] = moments;
    const window = first && windowOf(first);
    if (first === undefined || window === undefined) return false;
    const isOnGrid = (minutesOf(first.time) - minutesOf(window)) % (slotMinutes + bufferMinutes) === 0;
    return isOnGrid && moments.every((each) => each?.date === first.date && windowOf(each) === window);
  };

  return (start: number): Verdict => {
    const end = start + slotMinutes * minute;
    const instants = Array.from({ length: (end - start) / fiveMinutes }, (_, nth) => start + nth * fiveMinutes);
    const moments = instants.map((instant) => clocks.get(instant));
    if (!isSlot(moments)) return 'not_working';
    if (!moments.every((shown) => shown && isOpen(practice, shown))) return 'closed';
    if (practice.timeOff.some(({ from, to }) => Date.parse(from) < end && start < Date.parse(to))) return 'time_off';
    if (start - now < minNoticeMinutes * minute) return 'notice';
    return start - now > horizonDays * 24 * 60 * minute ? 'horizon' : 'free';
  };
}

function works({ schedule, extraHours }: Scheduled, { date, weekday, time }: Shown): boolean {
  const holds = ({ from, to }: { from: string; to: string }) => from <= time && time < to;
  return (
    extraHours.some((extra) => extra.date === date && holds(extra)) ||
    schedule.weekly.some((hours) => hours.day === weekday && holds(hours) && !hours.breaks.some(holds))
  );
}

function isOpen({ openingHours, closures }: Practice, { date, weekday, time }: Shown): boolean {
  return (
    openingHours.some(({ day, from, to }) => day === weekday && from <= time && time < to) &&
    !closures.some(({ from, to }) => from <= date && date <= to)
  );
}

/** The minutes of `HH:MM` after midnight. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** The reverse of it. */
export function wallTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
