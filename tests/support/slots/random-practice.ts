import type { Practice } from '../../../lib/domains/clinic/appointments/availability.ts';
import { daily } from './practices.ts';
import { minutesOf, wallTime } from './slot-oracle.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const daysOfWeek = [1, 2, 3, 4, 5, 6, 7];

interface Range<T> {
  readonly from: T;
  readonly to: T;
}

const onWall = ({ from, to }: Range<number>): Range<string> => ({ from: wallTime(from), to: wallTime(to) });

/** Makes practices of any hours, around an instant, most of which lie at night, when clocks change. */
export function practiceMaker(random: () => number) {
  const below = (count: number) => Math.floor(random() * count);
  const isOneOf = (count: number) => below(count) === 0;
  const minutes = () => 5 * (isOneOf(3) ? below(289) : (below(75) + 264) % 289);
  const some = <T>(most: number, make: () => T): T[] => Array.from({ length: below(most + 1) }, make);
  /** Ranges of a day, or of a part of it, none over another, which may touch. */
  const ranges = (most: number, from = 0, to = 1_440) => {
    const ends = [...new Set(some(2 * most, minutes).filter((each) => from <= each && each <= to))].sort(
      (a, b) => a - b,
    );
    return ends.flatMap((each, nth) => {
      const next = ends[nth + 1];
      return next === undefined || isOneOf(3) ? [] : [{ from: each, to: next }];
    });
  };
  const breaksOf = ({ from, to }: Range<string>) => ranges(2, minutesOf(from), minutesOf(to)).map(onWall);
  const hours = () => {
    if (isOneOf(3)) return daily('00:00', '24:00');
    return daysOfWeek.flatMap((each) => ranges(3).map((range) => ({ day: each, ...onWall(range) })));
  };

  return (around: number, timeZone: string) => {
    const date = () => new Date(around + (below(5) - 2) * day).toISOString().slice(0, 10);
    const weekly = hours().map((each) => ({ ...each, breaks: isOneOf(2) ? [] : breaksOf(each) }));
    const slotMinutes = 5 * (1 + below(isOneOf(4) ? 24 : 9));
    const schedule = {
      ...{ weekly, slotMinutes, bufferMinutes: isOneOf(2) ? 0 : 5 * below(7) },
      ...{ minNoticeMinutes: isOneOf(2) ? 0 : below(2_000), horizonDays: 1 + below(9) },
    };
    const practice: Practice & { schedule: typeof schedule } = {
      ...{ timeZone, schedule, openingHours: isOneOf(2) ? daily('00:00', '24:00') : hours() },
      closures: isOneOf(4) ? [date()].map((each) => ({ from: each, to: each })) : [],
      extraHours: some(3, date).flatMap((each) => ranges(2).map((range) => ({ id: '', date: each, ...onWall(range) }))),
      timeOff: some(2, () => around + (random() - 0.5) * 3 * day).map((from) => ({
        from: new Date(from).toISOString(),
        to: new Date(from + random() * 6 * 60 * minute).toISOString(),
      })),
    };
    return { practice, now: around - below(6) * day - below(day) };
  };
}
