import type { Caller } from '../../../access/caller.ts';
import { Forbidden } from '../../../errors.ts';
import { actsByLinkAlone } from '../patients/attendance-service.ts';
import type { AppointmentRecord } from './record-repository.ts';
import type { OpenedAppointment } from './records.ts';
import { appointmentBegun } from './refusals.ts';

/** Demands that an appointment has not begun, of whoever has no office at its clinic; throws `APPOINTMENT_BEGUN`. */
export function requireOffice(caller: Caller, { record, attendee }: OpenedAppointment, now: Date): void {
  if (actsByLinkAlone(caller, attendee.record) && Date.parse(record.start) <= now.getTime()) throw appointmentBegun();
}

/** Demands that the caller attends to patients at the clinic, and not at another one; throws `PERMISSION_DENIED`. */
export function requireAttendance(caller: Caller, { attendee }: OpenedAppointment): void {
  if (actsByLinkAlone(caller, attendee.record))
    throw new Forbidden('PERMISSION_DENIED', 'Whether a patient came is for the clinic to say.');
}

/** The time of the doctor that an appointment gives up. */
export function freedBy({ start, end, busyUntil }: AppointmentRecord) {
  return { start, end, busyUntil };
}
