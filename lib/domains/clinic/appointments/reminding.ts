import { retryOnConflict } from '../../../commit/retry-on-conflict.ts';
import { claimDue, createDemand } from '../../../due/demand.ts';
import type { EventOf } from '../../../events/definition.ts';
import type { Platform } from '../../../platform/platform.ts';
import { appointmentReminded, type appointmentReminderDue } from '../events/appointments.ts';
import { AppointmentChanged, appointments, requireAppointmentAsRead } from './record-repository.ts';
import { isAhead } from './reminders.ts';
import { eventAbout } from './subject.ts';

/**
 * Has a patient reminded of an appointment that is as it was when that was planned, once however often its event comes. Of one
 * that was moved since another event comes; one that was cancelled, or has begun, needs none.
 */
export type RemindOfAppointment = (event: EventOf<typeof appointmentReminderDue>) => Promise<void>;

export function createReminding({
  read,
  commit,
  clock,
  sleep,
}: Pick<Platform, 'read' | 'commit' | 'clock' | 'sleep'>): RemindOfAppointment {
  const demand = createDemand({ read, clock, sleep });

  async function remind(event: EventOf<typeof appointmentReminderDue>): Promise<void> {
    const { appointmentId, sequence } = event.data;
    const record = await read.find(appointments, { id: appointmentId });
    const isMeant = record?.sequence === sequence && isAhead(record, clock());
    if (!isMeant) await commit([claimDue(event)]);
    // Who cancels or moves it in between is seen by the check: a reminder and a cancellation never both commit in that order.
    else {
      const events = [appointmentReminded.of(eventAbout(record))];
      await commit([claimDue(event), requireAppointmentAsRead(record)], { events });
    }
  }

  return async (event) => {
    await demand(event);
    await retryOnConflict(
      () => remind(event),
      (error) => error instanceof AppointmentChanged,
    );
  };
}
