import { type Practice, slotsIn } from '../../../lib/domains/clinic/appointments/availability.ts';
import type { Schedule } from '../../../lib/domains/clinic/doctors/schedule-schema.ts';

type Weekly = Schedule['weekly'];

/** Milliseconds since 1970. */
export const instant = (text: string): number => Date.parse(text);

/** An instant as `2027-06-07T08:00Z`. */
export const utc = (start: number): string => new Date(start).toISOString().replace(':00.000Z', 'Z');

/** Hours of every day of the week, without breaks. */
export const daily = (from: string, to: string): Weekly =>
  [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from, to, breaks: [] }));

const aSchedule: Schedule = {
  weekly: daily('00:00', '24:00'),
  slotMinutes: 30,
  bufferMinutes: 0,
  minNoticeMinutes: 0,
  horizonDays: 365,
};

/** A practice by UTC's clock that is always open, and whose doctor works all day in slots of half an hour. */
export function aPractice(
  fields: Partial<Omit<Practice, 'schedule'>> = {},
  schedule: Partial<Schedule> = {},
): Practice & { readonly schedule: Schedule } {
  return {
    timeZone: 'UTC',
    openingHours: daily('00:00', '24:00'),
    closures: [],
    extraHours: [],
    timeOff: [],
    ...fields,
    schedule: { ...aSchedule, ...schedule },
  };
}

/** The starts of the slots between two instants, which is asked a month before. */
export function startsBetween(practice: Practice, from: string, to: string): string[] {
  const range = { from: instant(from), to: instant(to) };
  return slotsIn(practice, range, instant(from) - 30 * 86_400_000, () => false).slots.map(({ start }) => utc(start));
}
