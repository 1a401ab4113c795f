import type { Caller } from '../../../access/caller.ts';
import { retryOnConflict } from '../../../commit/retry-on-conflict.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Keyring } from '../../../data-keys/keyring.ts';
import type { Platform } from '../../../platform/platform.ts';
import { type Attendee, attendeeAt, createAttendees, knowsAllPatients } from '../patients/attendance-service.ts';
import { AppointmentChanged, type AppointmentRecord, appointments, openAppointment } from './record-repository.ts';
import { appointmentAbsentFor, PlanOutdated } from './refusals.ts';

/** An appointment that was opened, and its patient. */
export interface OpenedAppointment {
  readonly record: Stored<AppointmentRecord>;
  readonly attendee: Attendee;
}

/** What appointments are read with. */
export interface AppointmentDependencies extends Pick<Platform, 'read'> {
  readonly keyring: Pick<Keyring, 'open'>;
}

/** Opens appointments by two reads, for those who may know of their patients. */
export function createAppointmentRecords({ read, keyring }: AppointmentDependencies) {
  const attendees = createAttendees({ keyring });

  async function get(caller: Caller, appointmentId: string): Promise<OpenedAppointment> {
    const sealed = await read.find(appointments, { id: appointmentId });
    // One that is not there costs the same reads as one that is out of reach.
    const found = await read.findTogether(attendeeAt(sealed?.patientId ?? appointmentId));
    const attendee = await attendees.open(caller, ...found);
    if (!sealed || !attendee) throw appointmentAbsentFor(knowsAllPatients(caller));
    return { record: openAppointment(sealed, attendee.key), attendee };
  }

  return {
    /** Finds an appointment; throws `APPOINTMENT_NOT_FOUND` also for one of a patient whom the caller may not know of. */
    get,

    /** Makes a change that is conditional on the appointment as it was read, and makes it again when somebody was faster. */
    change: <R>(caller: Caller, appointmentId: string, change: (opened: OpenedAppointment) => Promise<R>): Promise<R> =>
      retryOnConflict(
        async () => change(await get(caller, appointmentId)),
        (error) => error instanceof AppointmentChanged || error instanceof PlanOutdated,
      ),
  };
}
