import { day, later } from '../../../clock.ts';
import type { DueItems, DuePlan } from '../../../due/due-items.ts';
import { toInstants, toWall } from '../../../zoned-time.ts';
import { appointmentReminderDue } from '../events/appointments.ts';
import type { AppointmentRecord } from './record-repository.ts';

/**
 * When a patient is reminded: at the time that the clock on the clinic’s wall shows at the start, on the day before. Where the clock
 * skips that time it is 24 hours before, and where it shows it twice the first of both.
 */
export function reminderTimeOf({ start, timeZone }: Pick<AppointmentRecord, 'start' | 'timeZone'>): Date {
  const { date, time } = toWall(new Date(start), timeZone);
  const dayBefore = new Date(Date.parse(date) - day).toISOString().slice(0, 10);
  const [reminder] = toInstants({ date: dayBefore, time }, timeZone);
  return reminder ?? later(new Date(start), -day);
}

/** What of an appointment decides when its patient is reminded. */
type Reminded = Pick<AppointmentRecord, 'id' | 'sequence' | 'start' | 'timeZone'>;

/** Plans the reminder of an appointment as it is by now; none where its time is over. Each move plans another. */
export function planReminder(dues: Pick<DueItems, 'schedule'>, record: Reminded, now: Date): DuePlan {
  const at = reminderTimeOf(record);
  if (at <= now) return { writes: [], events: [] };
  const { id: appointmentId, sequence } = record;
  return dues.schedule(appointmentReminderDue, {
    id: `${appointmentId}#${sequence}`,
    at,
    subject: `appointments/${appointmentId}`,
    data: { appointmentId, sequence },
  });
}

/** Whether a patient is to come to an appointment still. */
export function isAhead({ status, start }: Pick<AppointmentRecord, 'status' | 'start'>, now: Date): boolean {
  return status === 'booked' && new Date(start) > now;
}
