import { day, minute } from '../../../clock.ts';
import type { Schedule } from '../doctors/schedule-schema.ts';

/** Between which instants, both included, a slot has to begin to be booked now, in milliseconds since 1970. */
interface BookingPeriod {
  readonly earliest: number;
  readonly latest: number;
}

/** The period that a schedule's notice and horizon leave, whose days have 24 hours; without a schedule it is `now` alone. */
export function bookingPeriod(schedule: Schedule | undefined, now: number): BookingPeriod {
  const { minNoticeMinutes = 0, horizonDays = 0 } = schedule ?? {};
  return { earliest: now + minNoticeMinutes * minute, latest: now + horizonDays * day };
}

/** Why a slot that begins at an instant cannot be booked now: what is past has no notice, either. */
export function untimely({ earliest, latest }: BookingPeriod, start: number): 'notice' | 'horizon' | undefined {
  if (start < earliest) return 'notice';
  return start > latest ? 'horizon' : undefined;
}
