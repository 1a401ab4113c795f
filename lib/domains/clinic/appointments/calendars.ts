import type { Caller } from '../../../access/caller.ts';
import { writeInvitation } from '../../../calendar/invitation.ts';
import type { Language } from '../../../languages.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createClinicRules } from '../clinics/rules-service.ts';
import { createWorkingDoctors } from '../doctors/work-service.ts';
import { invitationOf, titlesOf } from './invitation.ts';
import { type AppointmentDependencies, createAppointmentRecords } from './records.ts';
import { entryAbout } from './subject.ts';

export type AppointmentCalendars = ReturnType<typeof createAppointmentCalendars>;

interface Dependencies extends AppointmentDependencies, Pick<Platform, 'commit'> {
  /** The address that mails come from. */
  readonly sender: () => string;
}

/** Writes appointments as files for calendars, which is on record before anything is seen. */
export function createAppointmentCalendars({ commit, sender, ...dependencies }: Dependencies) {
  const records = createAppointmentRecords(dependencies);
  const clinics = createClinicRules(dependencies);
  const doctors = createWorkingDoctors(dependencies);

  return {
    /** Writes the file that the newest mail about an appointment has, in a language; throws `APPOINTMENT_NOT_FOUND`. */
    async write(caller: Caller, appointmentId: string, language: Language): Promise<string> {
      const { record, attendee } = await records.get(caller, appointmentId);
      const [clinic, doctor] = await Promise.all([clinics.find(record.clinicId), doctors.find(record.doctorId)]);
      if (!clinic) throw new Error(`There is no clinic ${record.clinicId}`);
      await commit([], { audit: [entryAbout(caller, 'appointment.read', record, attendee)] });
      const { name, email: address } = attendee.record;
      return writeInvitation({
        ...invitationOf(record, { clinic: clinic.name, sender: sender() }),
        ...{ summary: titlesOf(doctor?.name)[language], attendee: { name, address } },
      });
    },
  };
}
