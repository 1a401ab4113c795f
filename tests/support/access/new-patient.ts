import { northClinic, southClinic } from '../clinics.ts';
import { linkTo, memberOf, type Patients } from '../patients.ts';
import type { Ownership } from './expectations.ts';

/**
 * Registers a patient, and answers the id: one of South who is linked to the account for `own`, so that nothing but the link
 * opens the record to those of North; one of either clinic who is linked to nobody; one of North who is linked, and deleted.
 */
export async function newPatientOf(patients: Patients, ownership: Ownership, userId: string): Promise<string> {
  const isOfSouth = ownership === 'own' || ownership === 'otherClinics';
  const member = memberOf('staff', isOfSouth ? southClinic : northClinic);
  const { id: patientId } = await patients.register({ internalNotes: 'Prefers the morning.' }, member);
  if (ownership === 'own' || ownership === 'deleted') await linkTo(patients, patientId, userId);
  if (ownership === 'deleted') await patients.deletions.delete(member, { patientId });
  return patientId;
}
