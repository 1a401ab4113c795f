import type { Caller } from '../../../access/caller.ts';
import { requireBirth } from '../../../births.ts';
import { retryOnConflict } from '../../../commit/retry-on-conflict.ts';
import type { Stored } from '../../../data/entity.ts';
import type { DataKey } from '../../../data-keys/data-key.ts';
import type { Keyring } from '../../../data-keys/keyring.ts';
import type { Platform } from '../../../platform/platform.ts';
import { countPatient, requireKnownClinic } from '../clinics/service.ts';
import { moveCharge } from '../doctors/service.ts';
import { patientRegistered } from '../events/patients.ts';
import type { NewPatient } from './input-schema.ts';
import { claimEmail, claimNumber, emailMarkOf, NumberTaken, requireFreeEmail } from './marker-repository.ts';
import { actsEverywhere, clinicMeant, officeOf } from './reach.ts';
import { insertPatient, ownerOf, type PatientRecord } from './record-repository.ts';
import { patientOf } from './records.ts';
import { clinicOwner, writeRow } from './row-repository.ts';
import type { Patient, RegistrationMeta } from './schema.ts';
import { createTwinSearch } from './twins.ts';

/** A patient who was registered, and who may be the same person. */
export interface Registered {
  readonly data: Stored<Patient>;
  readonly meta: RegistrationMeta;
  readonly version: number;
}

interface Dependencies extends Pick<Platform, 'read' | 'commit' | 'clock' | 'newId'> {
  readonly keyring: Pick<Keyring, 'get' | 'make'>;
  /** Makes the number of a patient, which may be one that is taken. */
  readonly newNumber: () => string;
}

export type PatientRegistration = ReturnType<typeof createPatientRegistration>;

/** Registers patients at clinics. */
export function createPatientRegistration({ read, commit, clock, newId, keyring, newNumber }: Dependencies) {
  const findTwins = createTwinSearch({ read });

  /** The key of the clinic, which for those who act everywhere may be one that is not there. */
  async function clinicKeyFor(caller: Caller, clinicId: string): Promise<DataKey> {
    if (actsEverywhere(caller)) await requireKnownClinic({ read }, clinicId);
    return keyring.get(clinicOwner({ clinicId }));
  }

  async function store(
    caller: Caller,
    record: PatientRecord,
    clinicKey: DataKey,
    meta: RegistrationMeta,
  ): Promise<Registered> {
    const { key, write: storeKey } = await keyring.make(ownerOf(record));
    const subject = `patients/${record.id}`;
    const { clinicId, primaryDoctorId } = record;
    const details = { as: officeOf(caller, record), clinicId };
    const doctor = moveCharge({ to: primaryDoctorId }, clinicId);
    const writes = [
      ...[claimEmail(record, clinicKey), claimNumber(record), ...countPatient(clinicId, 1), ...doctor],
      ...[insertPatient(record, key), writeRow(record, clinicKey), storeKey],
    ];
    return commit(writes, {
      events: [patientRegistered.of({ subject, data: { patientId: record.id, clinicId } })],
      audit: [{ action: 'patient.registered', subject, outcome: 'success', details }],
      result: { data: patientOf(caller, { ...record, version: 1 }, {}), meta, version: 1 },
      lookAgain: () => requireFreeEmail({ read }, emailMarkOf(record, clinicKey)),
    });
  }

  return {
    /**
     * Registers a patient, and names those of the clinic who have the same name and birth date. Throws `CLINIC_REQUIRED`,
     * `UNKNOWN_REFERENCE`, `DUPLICATE_EMAIL`.
     */
    async register(caller: Caller, { clinicId: named, ...told }: NewPatient): Promise<Registered> {
      const now = clock();
      if (told.dateOfBirth !== undefined) requireBirth(told.dateOfBirth, now);
      const clinicId = clinicMeant(caller, named);
      const clinicKey = await clinicKeyFor(caller, clinicId);
      // An address that is taken costs one read, and no transaction.
      await requireFreeEmail({ read }, emailMarkOf({ clinicId, email: told.email }, clinicKey));
      const possibleDuplicates = await findTwins({ clinicId, ...told }, clinicKey);
      const createdAt = now.toISOString();
      const record = {
        ...told,
        allergies: told.allergies ?? [],
        id: newId(now.getTime()),
        clinicId,
        createdAt,
        updatedAt: createdAt,
      };
      return retryOnConflict(
        () => store(caller, { ...record, number: newNumber() }, clinicKey, { possibleDuplicates }),
        (error) => error instanceof NumberTaken,
      );
    },
  };
}
