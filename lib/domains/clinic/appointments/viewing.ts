import type { Caller } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Platform } from '../../../platform/platform.ts';
import { type AppointmentDependencies, createAppointmentRecords } from './records.ts';
import type { Appointment } from './schema.ts';
import { shownAppointment } from './shown-appointment.ts';
import { entryAbout } from './subject.ts';

export type AppointmentViewing = ReturnType<typeof createAppointmentViewing>;

/** Shows appointments, which is on record before anything is seen. */
export function createAppointmentViewing({
  commit,
  ...dependencies
}: AppointmentDependencies & Pick<Platform, 'commit'>) {
  const records = createAppointmentRecords(dependencies);

  return {
    /** Shows an appointment; throws `APPOINTMENT_NOT_FOUND`. */
    async get(caller: Caller, appointmentId: string): Promise<Stored<Appointment>> {
      const { record, attendee } = await records.get(caller, appointmentId);
      await commit([], { audit: [entryAbout(caller, 'appointment.read', record, attendee)] });
      return shownAppointment(record);
    },
  };
}
