import type { Caller } from '../../../access/caller.ts';
import { retryOnConflict } from '../../../commit/retry-on-conflict.ts';
import type { Stored } from '../../../data/entity.ts';
import type { DataKey } from '../../../data-keys/data-key.ts';
import { dataKeyAt } from '../../../data-keys/data-key-repository.ts';
import type { Keyring } from '../../../data-keys/keyring.ts';
import { staleVersion } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { type PatientCounts, patientCountsAt } from './count-repository.ts';
import { isInReach, isOfClinic, patientAbsentFor, seenBy } from './reach.ts';
import { openRecord, ownerOf, PatientChanged, type PatientRecord, patientAt } from './record-repository.ts';
import type { Patient } from './schema.ts';

/** A record that was opened, with the key that opened it and what is counted of the patient. */
export interface OpenedRecord {
  readonly record: Stored<PatientRecord>;
  /** Absent while there is nothing to count. */
  readonly counts: Stored<PatientCounts> | undefined;
  readonly key: DataKey;
}

/** The patient that a change is about. */
export interface Target {
  readonly patientId: string;
  /** The versions of which one must be the current one; any version will do where it is undefined. */
  readonly expectedVersion?: readonly number[] | undefined;
}

/** What the records of patients are read with. */
export interface RecordDependencies extends Pick<Platform, 'read'> {
  readonly keyring: Pick<Keyring, 'open'>;
}

/** The records of patients, each read by one batch for those who may know of the patient. */
export function createPatientRecords({ read, keyring }: RecordDependencies) {
  async function find(
    caller: Caller,
    patientId: string,
    isSought: (record: Pick<PatientRecord, 'clinicId' | 'userId' | 'deletedAt'>) => boolean,
  ): Promise<OpenedRecord> {
    const owner = ownerOf({ id: patientId });
    // Who may not know of the patient costs the same calls as one who is not there.
    const [sealed, counts, storedKey] = await read.findTogether([
      patientAt(patientId),
      patientCountsAt(patientId),
      dataKeyAt(owner),
    ]);
    if (!sealed || !isSought(sealed)) throw patientAbsentFor(caller);
    const key = await keyring.open(owner, storedKey);
    return { record: openRecord(sealed, key), counts, key };
  }

  const findOfClinic = (caller: Caller, patientId: string, deleted: boolean) =>
    find(caller, patientId, (record) => isOfClinic(caller, record) && (deleted || record.deletedAt === undefined));

  return {
    /** Finds a patient who is not deleted; throws `PATIENT_NOT_FOUND` also for one whom the caller may not know of. */
    get: (caller: Caller, patientId: string): Promise<OpenedRecord> =>
      find(caller, patientId, (record) => isInReach(caller, record) && record.deletedAt === undefined),

    /**
     * Makes a change, of a clinic, that is conditional on the record as it was read, and makes it again on the current one when
     * somebody was faster; a deleted one is found where `deleted` says so. Throws `PATIENT_NOT_FOUND`, `STALE_VERSION`,
     * `CONCURRENT_CHANGE`.
     */
    change: <R>(
      caller: Caller,
      { patientId, expectedVersion }: Target,
      change: (opened: OpenedRecord) => Promise<R>,
      { deleted = false }: { readonly deleted?: boolean } = {},
    ): Promise<R> =>
      retryOnConflict(
        async () => {
          const opened = await findOfClinic(caller, patientId, deleted);
          if (expectedVersion && !expectedVersion.includes(opened.record.version)) throw staleVersion();
          return change(opened);
        },
        (error) => error instanceof PatientChanged,
      ),
  };
}

/** A patient as the caller sees them. */
export function patientOf(
  caller: Caller,
  record: Stored<PatientRecord>,
  { appointments = 0, prescriptions = 0 }: Pick<PatientCounts, 'appointments' | 'prescriptions'> = {},
): Stored<Patient> {
  return seenBy(caller, { ...record, appointmentCount: appointments, prescriptionCount: prescriptions });
}
