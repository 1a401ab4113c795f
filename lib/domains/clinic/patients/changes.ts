import type { Caller } from '../../../access/caller.ts';
import { requireBirth } from '../../../births.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Write } from '../../../data/write.ts';
import type { DataKey } from '../../../data-keys/data-key.ts';
import type { Keyring } from '../../../data-keys/keyring.ts';
import { Forbidden } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { moveCharge } from '../doctors/service.ts';
import { patientChanged } from '../events/patients.ts';
import type { PatientChange } from './input-schema.ts';
import { claimEmail, emailMarkOf, releaseEmail, requireFreeEmail } from './marker-repository.ts';
import { isLinked, officeOf } from './reach.ts';
import { changedBy, type PatientRecord, type RecordChange, updatePatient } from './record-repository.ts';
import { createPatientRecords, type OpenedRecord, patientOf, type Target } from './records.ts';
import { clinicOwner, writeRow } from './row-repository.ts';
import type { Patient } from './schema.ts';

interface Dependencies extends Pick<Platform, 'read' | 'commit' | 'clock'> {
  readonly keyring: Pick<Keyring, 'get' | 'open'>;
}

export type PatientChanges = ReturnType<typeof createPatientChanges>;

/** Changes what is known of patients. */
export function createPatientChanges({ read, commit, clock, keyring }: Dependencies) {
  const records = createPatientRecords({ read, keyring });

  /** Looks whether the address that a patient comes to is free, now and after rivals were met. */
  async function requireAddress(before: PatientRecord, after: PatientRecord, clinicKey: DataKey) {
    if (after.email === before.email) return {};
    const lookAgain = () => requireFreeEmail({ read }, emailMarkOf(after, clinicKey), after.id);
    await lookAgain();
    return { lookAgain };
  }

  async function write(caller: Caller, { record, counts, key }: OpenedRecord, change: PatientChange) {
    const clinicKey = await keyring.get(clinicOwner(record));
    const wanted = recordChangeOf(change, clock());
    const after = changedBy(wanted, record);
    const rivals = await requireAddress(record, after, clinicKey);
    const { id: patientId, clinicId } = record;
    const subject = `patients/${patientId}`;
    const details = { as: officeOf(caller, record), clinicId, fields: Object.keys(change).sort() };
    return commit([updatePatient(record, wanted, key), ...writesBeside(record, after, clinicKey)], {
      events: [patientChanged.of({ subject, data: { patientId, clinicId } })],
      audit: [{ action: 'patient.changed', subject, outcome: 'success', details }],
      result: patientOf(caller, after, counts),
      ...rivals,
    });
  }

  return {
    /**
     * Changes a patient. Who works at the clinic and is linked to the patient may, but for the notes, which are not for them:
     * `OWN_NOTES`. Throws `PATIENT_NOT_FOUND`, `STALE_VERSION`, `CONCURRENT_CHANGE`, `DUPLICATE_EMAIL`, `UNKNOWN_REFERENCE`, too.
     */
    async change(caller: Caller, target: Target, change: PatientChange): Promise<Stored<Patient>> {
      if (change.dateOfBirth) requireBirth(change.dateOfBirth, clock());
      return records.change(caller, target, (opened) => {
        if (change.internalNotes !== undefined && isLinked(caller, opened.record)) throw ownNotes();
        return write(caller, opened, change);
      });
    },
  };
}

/** What is written beside a record: its row where that shows the change, its address, and the charge of its doctor. */
function writesBeside(before: PatientRecord, after: PatientRecord, clinicKey: DataKey): Write[] {
  const charge = { from: before.primaryDoctorId, to: after.primaryDoctorId };
  const isOther = (field: keyof PatientRecord) => before[field] !== after[field];
  const listed = (['name', 'email', 'phone', 'primaryDoctorId', 'bloodGroup', 'dateOfBirth'] as const).some(isOther);
  return [
    ...(listed ? [writeRow(after, clinicKey)] : []),
    ...(isOther('email') ? [claimEmail(after, clinicKey), releaseEmail(before, clinicKey)] : []),
    ...moveCharge(charge, after.clinicId),
  ];
}

const clearable = ['bloodGroup', 'dateOfBirth', 'address', 'primaryDoctorId', 'internalNotes'] as const;

/** Null clears a field, and of allergies leaves none. */
function recordChangeOf({ allergies, ...change }: PatientChange, now: Date): RecordChange {
  const given = Object.entries(change).filter(([, value]) => value !== null);
  return {
    set: {
      ...(Object.fromEntries(given) as Partial<PatientRecord>),
      ...(allergies !== undefined && { allergies: allergies ?? [] }),
      updatedAt: now.toISOString(),
    },
    remove: clearable.filter((field) => change[field] === null),
  };
}

function ownNotes(): Forbidden {
  return new Forbidden('OWN_NOTES', 'The notes about yourself are for others, who write them.');
}
