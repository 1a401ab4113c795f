import * as z from 'zod';
import { entity, type Stored, type ValueOf } from '../../../data/entity.ts';
import { at, type Reference } from '../../../data/read.ts';
import { upsert, type Write } from '../../../data/write.ts';
import type { DataKey, Owner } from '../../../data-keys/data-key.ts';
import { digestOf } from '../../../data-keys/digest.ts';
import { keyedHash } from '../../../data-keys/keyed-hash.ts';
import { sealBroken, unlessBroken } from '../../../data-keys/refusals.ts';
import { sealedFields } from '../../../data-keys/sealed-fields.ts';
import { fold, foldedWords } from '../../../folded-words.ts';
import { calendarDate, id, instant, schema } from '../../../schemas.ts';
import type { PatientRecord } from './record-repository.ts';
import type { PatientInList } from './schema.ts';

const keyOf = ({ id }: { readonly id: string }) => ({ pk: `PATIENT-ROW#${id}`, sk: 'ROW' });

/** Whose key seals what a clinic's lists show, and hashes what they are filtered by. */
export const clinicOwner = ({ clinicId }: { readonly clinicId: string }): Owner => `clinics/${clinicId}`;

const seals = sealedFields({
  table: 'clinic',
  key: ({ id }: { readonly id: string; readonly clinicId: string }) => keyOf({ id }),
  owner: clinicOwner,
  fields: {
    dateOfBirth: schema(() => calendarDate().optional()),
    /** That of the row as a whole, of which what is stored as it is decides who may see it. */
    digest: schema(() => z.string()),
  },
});

/**
 * What lists show of a patient, and by what they find them; apart from the record, so that a page reads nothing clinical and
 * needs one key. It is written with the record, and says what that says.
 */
export const patientRows = entity({
  name: 'patient-row',
  table: 'clinic',
  schema: schema(() =>
    z.object({
      id: id(),
      clinicId: id(),
      number: z.string(),
      name: z.string(),
      email: z.string(),
      phone: z.string(),
      primaryDoctorId: id().optional(),
      userId: id().optional(),
      createdAt: instant(),
      deletedAt: instant().optional(),
      /** The keyed hash of the blood group. */
      bloodGroupHash: z.string().optional(),
      /** The keyed hash of name and birth date, which is that of possible duplicates. */
      twinHash: z.string().optional(),
      ...seals.stored(),
    }),
  ),
  key: keyOf,
});

export type PatientRow = ValueOf<typeof patientRows>;

/** Refers to the row of a patient, to be read together with others. */
export function patientRowAt(patientId: string): Reference<PatientRow> {
  return at(patientRows, { id: patientId });
}

/** The keyed hash of a blood group, by the key of a clinic. */
export function bloodGroupHashOf(group: string, clinicKey: DataKey): string {
  return keyedHash(clinicKey, 'bloodGroup', group);
}

/** The keyed hash of name and birth date, which those have who may be the same person. */
export function twinHashOf(
  { name, dateOfBirth }: { readonly name: string; readonly dateOfBirth: string },
  clinicKey: DataKey,
): string {
  // Letters and digits tell a name, and not how it is spaced, hyphenated and dotted.
  const letters = foldedWords(name).join('') || fold(name);
  // The date comes first: of a text a hash knows the first letters alone.
  return keyedHash(clinicKey, 'twin', `${dateOfBirth} ${letters}`);
}

/** Writes the row of a record as it is by now, whatever it was: in the transaction that writes the record. */
export function writeRow(record: PatientRecord, clinicKey: DataKey): Write {
  const { id, clinicId, number, name, email, phone, primaryDoctorId, userId, createdAt, deletedAt } = record;
  const { bloodGroup, dateOfBirth } = record;
  const required = { id, clinicId, number, name, email, phone, createdAt };
  const optional = {
    primaryDoctorId,
    userId,
    deletedAt,
    bloodGroupHash: bloodGroup && bloodGroupHashOf(bloodGroup, clinicKey),
    twinHash: dateOfBirth && twinHashOf({ name, dateOfBirth }, clinicKey),
  };
  const digest = digestOf({ ...required, ...optional, dateOfBirth });
  const sealed = seals.seal({ id, clinicId }, { dateOfBirth, digest }, clinicKey);
  const names = [...(Object.keys(optional) as (keyof typeof optional)[]), 'dateOfBirth'] as const;
  const set = { ...required, ...optional, ...sealed };
  return upsert(patientRows, { id }, { set, remove: names.filter((field) => set[field] === undefined) });
}

/** What a list shows of a row, by the key of its clinic; nothing of one that does not open, which is told. */
export function shownInList(row: Stored<PatientRow>, clinicKey: DataKey): PatientInList | undefined {
  try {
    return openRow(row, clinicKey);
  } catch (error) {
    return unlessBroken(error);
  }
}

function openRow(row: Stored<PatientRow>, clinicKey: DataKey): PatientInList {
  const { version: _v, digest: _d, ...said } = row;
  const { dateOfBirth, digest } = seals.open(row, clinicKey);
  if (digest !== digestOf({ ...said, dateOfBirth })) throw sealBroken(`The digest of ${keyOf(row).pk}`);
  const { id, number, name, phone, primaryDoctorId, clinicId, createdAt } = row;
  return { id, number, name, phone, primaryDoctorId, clinicId, createdAt, dateOfBirth };
}
