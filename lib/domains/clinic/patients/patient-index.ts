import { fold, foldedWords } from '../../../folded-words.ts';
import { defineIndex } from '../../../indexing/definition.ts';
import { searchedPartOf } from './number.ts';
import { type PatientRow, patientRowAt } from './row-repository.ts';

/** What the lists of patients are sorted by. */
export type PatientOrder = 'CREATED' | 'NAME';

/**
 * By which patients are found: words of number, address and name, the last digits of the telephone, and lists of all, of a doctor,
 * of an account, by blood group, and of possible twins. Whoever belongs to a clinic looks in its own scope, which tells by no
 * cost of a page how many patients others have (docs/adr/0058-patients-by-words-and-lists.md).
 */
export const patientIndex = defineIndex({
  name: 'patients',
  table: 'clinic',
  at: patientRowAt,
  idAt: ({ pk, sk }) => (sk === 'ROW' ? pk.slice('PATIENT-ROW#'.length) : undefined),
  // The first words are entered alone: those that find one patient come first.
  words: ({ number, email, name }: PatientRow) => [
    ...[fold(searchedPartOf(number)), fold(email)],
    ...[...foldedWords(name), ...foldedWords(email)],
  ],
  numbers: ({ phone, number }: PatientRow) => [phone.replace('+', ''), ...digitsOf(number)],
  scopes: (row: PatientRow) => (row.deletedAt === undefined ? scopesOf(row) : []),
  lists: (row: PatientRow) => (row.deletedAt === undefined ? listsOf(row) : []),
});

/** The scope of the patients of a clinic, or of all. */
export function scopeOf(clinicId: string | undefined): string {
  return clinicId === undefined ? 'ALL' : `CLINIC#${clinicId}`;
}

/** The list of all in a scope, or of those of a doctor. */
export function listOf(
  order: PatientOrder,
  { clinicId, doctorId }: { readonly clinicId?: string | undefined; readonly doctorId?: string | undefined },
): string {
  return [scopeOf(clinicId), ...(doctorId === undefined ? [] : [`DOCTOR#${doctorId}`]), order].join('#');
}

/** The list of those who are linked to an account. */
export function listOfAccount(order: PatientOrder, userId: string): string {
  return `ACCOUNT#${userId}#${order}`;
}

/** The list of those of a clinic who have a blood group, by its hash. */
export function listOfBloodGroup(clinicId: string, bloodGroupHash: string): string {
  return `BLOOD#${clinicId}#${bloodGroupHash}`;
}

/** The list of those of a clinic who have the same name and birth date, by the hash of both. */
export function listOfTwins(clinicId: string, twinHash: string): string {
  return `TWINS#${clinicId}#${twinHash}`;
}

/** A number of digits alone, with its check character, is looked for as a telephone number is: without zeros before it. */
function digitsOf(number: string): string[] {
  const shown = number.slice(number.indexOf(searchedPartOf(number)));
  return /^\d+$/.test(shown) ? [shown] : [];
}

function scopesOf({ clinicId }: PatientRow): string[] {
  return [scopeOf(undefined), scopeOf(clinicId)];
}

function listsOf(row: PatientRow) {
  const { clinicId, userId, bloodGroupHash, twinHash, createdAt } = row;
  const byDate = [
    ...(bloodGroupHash === undefined ? [] : [listOfBloodGroup(clinicId, bloodGroupHash)]),
    ...(twinHash === undefined ? [] : [listOfTwins(clinicId, twinHash)]),
  ];
  return [
    ...(['CREATED', 'NAME'] as const).flatMap((order) =>
      [...sortedListsOf(order, row), ...(userId === undefined ? [] : [listOfAccount(order, userId)])].map((list) => ({
        list,
        place: placeIn(order, row),
      })),
    ),
    ...byDate.map((list) => ({ list, place: createdAt })),
  ];
}

function sortedListsOf(order: PatientOrder, { clinicId: own, primaryDoctorId: doctorId }: PatientRow): string[] {
  return [undefined, own].flatMap((clinicId) => [
    listOf(order, { clinicId }),
    ...(doctorId === undefined ? [] : [listOf(order, { clinicId, doctorId })]),
  ]);
}

function placeIn(order: PatientOrder, { createdAt, name }: PatientRow): string {
  return { CREATED: createdAt, NAME: fold(name) }[order];
}
