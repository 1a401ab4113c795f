import { second } from '../../../clock.ts';
import { toWall } from '../../../zoned-time.ts';
import type { HeldSlot, Time, Visit } from '../days/service.ts';
import type { StoredHold } from './hold-repository.ts';
import type { AppointmentRecord } from './record-repository.ts';

/** When an appointment is, as it is stored: by the instants, and by the zone and the clock on the clinic’s wall. */
export function timesOf(
  { start, end, busyUntil }: Time,
  timeZone: string,
): Pick<AppointmentRecord, 'start' | 'end' | 'busyUntil' | 'timeZone' | 'wallStart'> {
  const [from, to, until] = [start, end, busyUntil].map((instant) => new Date(instant).toISOString());
  return {
    start: String(from),
    end: String(to),
    busyUntil: String(until),
    timeZone,
    wallStart: wallTimeOf(start, timeZone),
  };
}

/** What the clock on a wall shows at an instant, `YYYY-MM-DDTHH:MM`. */
export function wallTimeOf(instant: number, timeZone: string): string {
  const { date, time } = toWall(new Date(instant), timeZone);
  return `${date}T${time.slice(0, 5)}`;
}

/** The visit of an appointment, as the days know it. */
export function visitOf(record: AppointmentRecord): Visit {
  const { id: appointmentId, clinicId, doctorId, patientId } = record;
  const { start, end, busyUntil } = record;
  return {
    ...{ appointmentId, clinicId, doctorId, patientId },
    ...{ start: Date.parse(start), end: Date.parse(end), busyUntil: Date.parse(busyUntil) },
  };
}

/** The second in which an instant lies, which is all that calendars are told. */
export function wholeSecond(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / second) * second);
}

/** The stamp of a change of an appointment: that of the moment, and later than the one before. */
export function nextStamp({ stampedAt }: Pick<AppointmentRecord, 'stampedAt'>, now: Date): string {
  return new Date(Math.max(wholeSecond(now).getTime(), Date.parse(stampedAt) + second)).toISOString();
}

/** The slot of a hold, as the days know it. */
export function heldSlotOf({
  id: holdId,
  doctorId,
  start,
  end,
  busyUntil,
  endsAt,
}: Pick<StoredHold, 'id' | 'doctorId' | 'start' | 'end' | 'busyUntil' | 'endsAt'>): HeldSlot {
  const times = { start: Date.parse(start), end: Date.parse(end), busyUntil: Date.parse(busyUntil) };
  return { holdId, doctorId, expiresAt: endsAt, ...times };
}

/** A slot as it is stored, by its instants. */
export function instantsOf({ start, end, busyUntil }: Time): Pick<StoredHold, 'start' | 'end' | 'busyUntil'> {
  const [from, to, free] = [start, end, busyUntil].map((instant) => new Date(instant).toISOString());
  return { start: String(from), end: String(to), busyUntil: String(free) };
}

/** The first whole second from an instant on, as items expire. */
export function nextSecond(instant: Date): Date {
  return new Date(Math.ceil(instant.getTime() / second) * second);
}
