import type { Caller } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Keyring } from '../../../data-keys/keyring.ts';
import { Conflict, hasCode } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { countPatient } from '../clinics/service.ts';
import { moveCharge } from '../doctors/service.ts';
import { patientDeleted, patientRestored } from '../events/patients.ts';
import { claimEmail, emailMarkOf, releaseEmail, requireFreeEmail } from './marker-repository.ts';
import { officeOf } from './reach.ts';
import { changedBy, type RecordChange, updatePatient } from './record-repository.ts';
import { createPatientRecords, type OpenedRecord, patientOf, type Target } from './records.ts';
import { clinicOwner, writeRow } from './row-repository.ts';
import type { Patient } from './schema.ts';

interface Dependencies extends Pick<Platform, 'read' | 'commit' | 'clock'> {
  readonly keyring: Pick<Keyring, 'get' | 'open'>;
}

export type PatientDeletions = ReturnType<typeof createPatientDeletions>;

/** Takes patients out of sight, and brings them back: their records stay. */
export function createPatientDeletions({ read, commit, clock, keyring }: Dependencies) {
  const records = createPatientRecords({ read, keyring });

  async function remove(caller: Caller, { record, key }: OpenedRecord): Promise<void> {
    const clinicKey = await keyring.get(clinicOwner(record));
    const now = clock().toISOString();
    const change: RecordChange = { set: { deletedAt: now, updatedAt: now }, remove: [] };
    const writes = [
      ...[updatePatient(record, change, key), writeRow(changedBy(change, record), clinicKey)],
      ...[releaseEmail(record, clinicKey), ...countPatient(record.clinicId, -1)],
      ...moveCharge({ from: record.primaryDoctorId }, record.clinicId),
    ];
    const { subject, data, details } = told(caller, record);
    await commit(writes, {
      events: [patientDeleted.of({ subject, data })],
      audit: [{ action: 'patient.deleted', subject, outcome: 'success', details }],
      result: undefined,
    });
  }

  /** Restores a patient, without these fields of the record. */
  async function restoreWithout(
    without: readonly 'primaryDoctorId'[],
    caller: Caller,
    { record, key, counts }: OpenedRecord,
  ): Promise<Stored<Patient>> {
    const clinicKey = await keyring.get(clinicOwner(record));
    const lookAgain = () => requireFreeEmail({ read }, emailMarkOf(record, clinicKey), record.id);
    await lookAgain();
    const change: RecordChange = { set: { updatedAt: clock().toISOString() }, remove: ['deletedAt', ...without] };
    const after = changedBy(change, record);
    const writes = [
      ...[updatePatient(record, change, key), writeRow(after, clinicKey)],
      ...[claimEmail(record, clinicKey), ...countPatient(record.clinicId, 1)],
      ...moveCharge({ to: after.primaryDoctorId }, record.clinicId),
    ];
    const { subject, data, details } = told(caller, record);
    const lost = without.length > 0 && { fields: without };
    return commit(writes, {
      events: [patientRestored.of({ subject, data })],
      audit: [{ action: 'patient.restored', subject, outcome: 'success', details: { ...details, ...lost } }],
      result: patientOf(caller, after, counts),
      lookAgain,
    });
  }

  function restore(caller: Caller, opened: OpenedRecord): Promise<Stored<Patient>> {
    const { deletedAt, primaryDoctorId } = opened.record;
    if (deletedAt === undefined) throw new Conflict('NOT_DELETED', 'The patient is not deleted.');
    return restoreWithout([], caller, opened)
      .catch((error: unknown) => {
        if (primaryDoctorId === undefined || !hasCode(error, 'UNKNOWN_REFERENCE')) throw error;
        return restoreWithout(['primaryDoctorId'], caller, opened);
      })
      .catch((error: unknown) => {
        throw hasCode(error, 'UNKNOWN_REFERENCE') ? clinicDeleted() : error;
      });
  }

  return {
    /** Deletes a patient, whose address anybody may have then; throws `PATIENT_NOT_FOUND`, `STALE_VERSION`, `CONCURRENT_CHANGE`. */
    delete: (caller: Caller, target: Target): Promise<void> =>
      records.change(caller, target, (opened) => remove(caller, opened)),

    /**
     * Brings a deleted patient back, in the charge of nobody where the doctor is gone. Throws `PATIENT_NOT_FOUND`, `NOT_DELETED`,
     * `DUPLICATE_EMAIL`, `CONCURRENT_CHANGE`, and `CLINIC_DELETED` where the clinic is gone.
     */
    restore: (caller: Caller, target: Target): Promise<Stored<Patient>> =>
      records.change(caller, target, (opened) => restore(caller, opened), { deleted: true }),
  };
}

function clinicDeleted(): Conflict {
  return new Conflict('CLINIC_DELETED', 'The clinic of the patient is gone, and so the patient stays deleted.');
}

function told(caller: Caller, { id: patientId, clinicId }: OpenedRecord['record']) {
  return {
    subject: `patients/${patientId}`,
    data: { patientId, clinicId },
    details: { as: officeOf(caller, { clinicId }), clinicId },
  };
}
