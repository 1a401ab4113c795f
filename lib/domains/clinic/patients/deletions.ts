import type { Caller } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Keyring } from '../../../data-keys/keyring.ts';
import { Conflict, hasCode } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { countPatient } from '../clinics/service.ts';
import { createBookedSearch, toCome } from '../days/booked-service.ts';
import { moveCharge } from '../doctors/service.ts';
import { patientDeleted, patientRestored } from '../events/patients.ts';
import { requireCountsAsRead } from './count-repository.ts';
import { claimEmail, emailMarkOf, releaseEmail, requireFreeEmail } from './marker-repository.ts';
import { officeOf } from './reach.ts';
import { changedBy, PatientChanged, type RecordChange, updatePatient } from './record-repository.ts';
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
  const booked = createBookedSearch({ read });

  /** Throws `PATIENT_IN_USE` for one who has appointments to come, with how many. */
  async function requireNothingToCome({ id }: OpenedRecord['record']): Promise<void> {
    const { length } = await booked.find('patient', id, toCome(clock().getTime()));
    if (length > 0) throw patientInUse({ appointments: length });
  }

  async function remove(caller: Caller, { record, key, counts }: OpenedRecord): Promise<void> {
    await requireNothingToCome(record);
    const clinicKey = await keyring.get(clinicOwner(record));
    const now = clock().toISOString();
    const change: RecordChange = { set: { deletedAt: now, updatedAt: now }, remove: [] };
    const writes = [
      ...[updatePatient(record, change, key), writeRow(changedBy(change, record), clinicKey)],
      ...[releaseEmail(record, clinicKey), ...countPatient(record.clinicId, -1)],
      ...moveCharge({ from: record.primaryDoctorId }, record.clinicId),
      requireCountsAsRead(record.id, counts, () => new PatientChanged()),
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
    /**
     * Deletes a patient, whose address anybody may have then; throws `PATIENT_NOT_FOUND`, `STALE_VERSION`, `CONCURRENT_CHANGE`,
     * `PATIENT_IN_USE`.
     */
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

/** The error of a patient who has something to come, with how many there are of what. */
function patientInUse(heldBy: { readonly appointments: number }): Conflict {
  const message = 'A patient who has appointments to come is not deleted; cancel them first.';
  return new Conflict('PATIENT_IN_USE', message, { members: { heldBy } });
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
