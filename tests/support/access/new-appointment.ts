import { type AppointmentServices, aDoctor, mondayAtNine, plantDoctor } from '../appointments.ts';
import { northClinic, southClinic } from '../clinics.ts';
import type { MemoryDatabase } from '../memory-database.ts';
import { linkTo, memberOf, type Patients } from '../patients.ts';
import type { Ownership } from './expectations.ts';
import { newPatientOf } from './new-patient.ts';

interface Parts {
  readonly database: MemoryDatabase;
  readonly patients: Patients;
  readonly appointments: Pick<AppointmentServices, 'booking' | 'transitions'>;
}

/**
 * Books an appointment with a doctor of its own, and answers the id: of such a patient as `newPatientOf` registers. The patient of a
 * deleted one is deleted, after it was cancelled.
 */
export async function newAppointmentOf(
  { database, patients, appointments }: Parts,
  ownership: Ownership,
  userId: string,
): Promise<string> {
  const isOfSouth = ownership === 'own' || ownership === 'otherClinics';
  const clinicId = isOfSouth ? southClinic : northClinic;
  const member = memberOf('staff', clinicId);
  plantDoctor(database, { clinicId });
  const patientId = await newPatientOf(patients, ownership === 'deleted' ? 'others' : ownership, userId);
  const wish = { doctorId: aDoctor, patientId, start: mondayAtNine, reason: 'Cough' };
  const { id } = await appointments.booking.book(member, wish);
  if (ownership !== 'deleted') return id;
  await linkTo(patients, patientId, userId);
  await appointments.transitions.cancel(member, id, {});
  await patients.deletions.delete(member, { patientId });
  return id;
}
