import { changedBy, updatePatient } from '../../../lib/domains/clinic/patients/record-repository.ts';
import { createPatientRecords } from '../../../lib/domains/clinic/patients/records.ts';
import { clinicOwner, writeRow } from '../../../lib/domains/clinic/patients/row-repository.ts';
import { northClinic, southClinic } from '../clinics.ts';
import { memberOf, type Patients } from '../patients.ts';
import type { Ownership } from './expectations.ts';

/**
 * Registers a patient, and answers the id: one of South who is linked to the account for `own`, so that nothing but the link
 * opens the record to those of North; one of either clinic who is linked to nobody; one of North who is linked, and deleted.
 */
export async function newPatientOf(patients: Patients, ownership: Ownership, userId: string): Promise<string> {
  const isOfSouth = ownership === 'own' || ownership === 'otherClinics';
  const member = memberOf('staff', isOfSouth ? southClinic : northClinic);
  const { id: patientId } = await patients.register({ internalNotes: 'Prefers the morning.' }, member);
  if (ownership === 'own' || ownership === 'deleted') await link(patients, patientId, userId);
  if (ownership === 'deleted') await patients.deletions.delete(member, { patientId });
  return patientId;
}

/** Links an account to a patient as it is stored, whatever the account is. */
async function link(patients: Patients, patientId: string, userId: string): Promise<void> {
  const { record, key } = await createPatientRecords(patients).get(memberOf('admin'), patientId);
  const change = { set: { userId }, remove: [] };
  const clinicKey = await patients.keyring.get(clinicOwner(record));
  await patients.commit([updatePatient(record, change, key), writeRow(changedBy(change, record), clinicKey)]);
}
