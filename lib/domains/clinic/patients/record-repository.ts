import * as z from 'zod';
import { absent, allOf, equals } from '../../../data/condition.ts';
import { entity, type Stored, type ValueOf } from '../../../data/entity.ts';
import { at, type Reference } from '../../../data/read.ts';
import { check, insert, update, type Write } from '../../../data/write.ts';
import type { DataKey, Owner } from '../../../data-keys/data-key.ts';
import { digestOf } from '../../../data-keys/digest.ts';
import { sealBroken } from '../../../data-keys/refusals.ts';
import { sealedFields } from '../../../data-keys/sealed-fields.ts';
import { Conflict } from '../../../errors.ts';
import { calendarDate, id, instant, type Output, schema } from '../../../schemas.ts';
import { address, bloodGroup } from './schema.ts';

const keyOf = ({ id }: { readonly id: string }) => ({ pk: `PATIENT#${id}`, sk: 'PATIENT' });

/** Whose key seals what is sensitive of a patient. */
export const ownerOf = ({ id }: { readonly id: string }): Owner => `patients/${id}`;

const seals = sealedFields({
  table: 'clinic',
  key: keyOf,
  owner: ownerOf,
  fields: {
    bloodGroup: schema(() => bloodGroup().optional()),
    dateOfBirth: schema(() => calendarDate().optional()),
    address: schema(() => address().optional()),
    allergies: schema(() => z.array(z.string())),
    internalNotes: schema(() => z.string().optional()),
    /** That of the record as a whole, of which what is stored as it is decides who may see it. */
    digest: schema(() => z.string()),
  },
});

/** What of a patient is stored as it is. */
const identified = schema(() =>
  z.object({
    id: id(),
    number: z.string(),
    clinicId: id(),
    name: z.string(),
    email: z.string(),
    phone: z.string(),
    primaryDoctorId: id().optional(),
    /** The account that is linked to the patient. */
    userId: id().optional(),
    createdAt: instant(),
    updatedAt: instant(),
    deletedAt: instant().optional(),
  }),
);

/** The records of patients, each beside its row, counts and marks (docs/adr/0057-what-a-patient-is-stored-as.md). */
export const patients = entity({
  name: 'patient',
  table: 'clinic',
  schema: schema(() => identified().extend(seals.stored())),
  key: keyOf,
});

/** The record of a patient as it is stored, with what is sensitive sealed. */
export type SealedRecord = ValueOf<typeof patients>;

/** The record of a patient, opened. */
export type PatientRecord = Output<typeof identified> & Omit<ReturnType<typeof seals.open>, 'digest'>;

type Cleared = 'primaryDoctorId' | 'userId' | 'deletedAt' | 'bloodGroup' | 'dateOfBirth' | 'address' | 'internalNotes';

/** The fields of a record that a change sets and removes. */
export interface RecordChange {
  readonly set: Partial<PatientRecord>;
  readonly remove: readonly Cleared[];
}

/** Somebody else changed the record since it was read; a caller who named no version may be served by another attempt. */
export class PatientChanged extends Conflict {
  constructor() {
    super('CONCURRENT_CHANGE', 'The patient was changed at the same time. Try again.');
  }
}

/** Refers to the record of a patient, to be read together with others. */
export function patientAt(patientId: string): Reference<SealedRecord> {
  return at(patients, { id: patientId });
}

/** Opens a record by its key; throws `SealBroken`, also where anything that is stored as it is was changed. */
export function openRecord(sealed: Stored<SealedRecord>, key: DataKey): Stored<PatientRecord> {
  const {
    bloodGroup: _b,
    dateOfBirth: _d,
    address: _a,
    allergies: _l,
    internalNotes: _i,
    digest: _w,
    ...identified
  } = sealed;
  const { digest, ...details } = seals.open(sealed, key);
  const record = { ...identified, ...details };
  if (digest !== digestOf(record)) throw sealBroken(`The digest of ${keyOf(sealed).pk}`);
  return record;
}

/** Stores a new record, sealed by its key. */
export function insertPatient(record: PatientRecord, key: DataKey): Write {
  const conflict = () => new Conflict('DUPLICATE_ID', 'There is a patient with this id already.');
  return insert(
    patients,
    { ...record, ...seals.seal(record, detailsOf(record), key), ...sealedDigest({ ...record, version: 1 }, key) },
    { conflict },
  );
}

/** Changes a record as it was read; throws `PatientChanged`. */
export function updatePatient(record: Stored<PatientRecord>, change: RecordChange, key: DataKey): Write {
  const { id, version } = record;
  const { set, remove } = change;
  const conflict = () => new PatientChanged();
  const details = seals.seal(record, detailsOf(set), key);
  const sealed = { ...set, ...details, ...sealedDigest(changedBy(change, record), key) } as Partial<SealedRecord>;
  return update(patients, { id }, { set: sealed, remove, when: equals('version', version), conflict });
}

/** Demands that a patient is there and belongs to whom they did as they were read; throws the error of `conflict`. */
export function requirePatientAsRead(
  { id, clinicId, userId }: Pick<PatientRecord, 'id' | 'clinicId' | 'userId'>,
  conflict: () => Error,
): Write {
  const isOfAccount = userId === undefined ? absent('userId') : equals('userId', userId);
  const when = allOf(absent('deletedAt'), equals('clinicId', clinicId), isOfAccount);
  return check(patients, { id }, { when, conflict });
}

/** The record after a change. */
export function changedBy({ set, remove }: RecordChange, record: Stored<PatientRecord>): Stored<PatientRecord> {
  const removed = new Set<string>(remove);
  const kept = Object.fromEntries(Object.entries(record).filter(([field]) => !removed.has(field)));
  return { ...(kept as Stored<PatientRecord>), ...set, version: record.version + 1 };
}

const sealedDigest = (record: Stored<PatientRecord>, key: DataKey) =>
  seals.seal(record, { digest: digestOf(record) }, key);

const sensitive = ['bloodGroup', 'dateOfBirth', 'address', 'allergies', 'internalNotes'] as const;

function detailsOf<R extends Partial<PatientRecord>>(record: R): Pick<R, Extract<keyof R, (typeof sensitive)[number]>> {
  return Object.fromEntries(sensitive.flatMap((name) => (name in record ? [[name, record[name]]] : []))) as never;
}
