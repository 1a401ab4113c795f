import type { Caller } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Reference } from '../../../data/read.ts';
import type { Write } from '../../../data/write.ts';
import type { DataKey } from '../../../data-keys/data-key.ts';
import { dataKeyAt, type StoredDataKey } from '../../../data-keys/data-key-repository.ts';
import type { Keyring } from '../../../data-keys/keyring.ts';
import type { NotFound } from '../../../errors.ts';
import { addAppointments } from './count-repository.ts';
import { actsEverywhere, isInReach, isOfClinic, patientAbsentFor, standpointOf } from './reach.ts';
import {
  openRecord,
  ownerOf,
  type PatientRecord,
  patientAt,
  requirePatientAsRead,
  type SealedRecord,
} from './record-repository.ts';

/** A patient who comes, with the key that seals what is clinical. */
export interface Attendee {
  readonly record: Stored<PatientRecord>;
  readonly key: DataKey;
}

/** Whom the record of a patient belongs to, which is not sealed. */
export type Belonging = Pick<PatientRecord, 'id' | 'clinicId' | 'userId'>;

/** Refers to the record of a patient alone, for whoever needs to know no more than whose it is. */
export function recordAt(patientId: string): Reference<SealedRecord> {
  return patientAt(patientId);
}

/** The patient who was read, unopened, where they are there and not deleted; `isWithinReach` says for whom. */
export function presentPatient(sealed: Stored<SealedRecord> | undefined): Belonging | undefined {
  return sealed?.deletedAt === undefined ? sealed : undefined;
}

/** Whether the caller may know of a patient. */
export function isWithinReach(caller: Caller, patient: Belonging): boolean {
  return isInReach(caller, patient);
}

/** Refers to the record of a patient and to their key, to be read together with others. */
export function attendeeAt(patientId: string): readonly [Reference<SealedRecord>, Reference<StoredDataKey>] {
  return [patientAt(patientId), dataKeyAt(ownerOf({ id: patientId }))];
}

/** Lends patients to what they come for. */
export function createAttendees({ keyring }: { readonly keyring: Pick<Keyring, 'open'> }) {
  return {
    /** Opens a patient who was read; undefined for one who is not there, is deleted, or is out of the reach of the caller. */
    async open(
      caller: Caller,
      sealed: Stored<SealedRecord> | undefined,
      storedKey: Stored<StoredDataKey> | undefined,
    ): Promise<Attendee | undefined> {
      if (!sealed || sealed.deletedAt !== undefined || !isInReach(caller, sealed)) return undefined;
      const key = await keyring.open(ownerOf(sealed), storedKey);
      return { record: openRecord(sealed, key), key };
    },
  };
}

/** Demands that a patient is there, at the clinic and of the account as they were read; throws the error of `changed`. */
export function whilePatientIs(record: Belonging, changed: () => Error): Write {
  return requirePatientAsRead(record, changed);
}

/** Counts an appointment of a patient, or one less; nought for one that is moved, by which whoever deletes the patient looks again. */
export function countAppointment(patientId: string, by: 1 | 0 | -1): Write {
  return addAppointments(patientId, by);
}

/** As what the caller acts for a patient, for the record of who did. */
export function standpointFor(caller: Caller, record: Belonging): ReturnType<typeof standpointOf> {
  return standpointOf(caller, record);
}

/** Whether the caller acts for a patient by the link of their account alone, and has no office at the clinic. */
export function actsByLinkAlone(caller: Caller, record: PatientRecord): boolean {
  return !isOfClinic(caller, record);
}

/** The error of a patient who is not there for the caller. */
export function attendeeAbsentFor(caller: Caller): NotFound {
  return patientAbsentFor(caller);
}

/** Whether nobody is hidden from the caller. */
export function knowsAllPatients(caller: Caller): boolean {
  return actsEverywhere(caller);
}
