import { fold } from '../../../folded-words.ts';
import { defineIndex } from '../../../indexing/definition.ts';
import { type PatientRow, patientRowAt } from './row-repository.ts';

/** What the lists of patients are sorted by. */
type Order = 'CREATED' | 'NAME';

/** By which patients are found: lists of all, of a clinic, of a doctor, of an account, by blood group, and of possible twins. */
export const patientIndex = defineIndex({
  name: 'patients',
  table: 'clinic',
  at: patientRowAt,
  idAt: ({ pk, sk }) => (sk === 'ROW' ? pk.slice('PATIENT-ROW#'.length) : undefined),
  lists: (row: PatientRow) => (row.deletedAt === undefined ? listsOf(row) : []),
});

function listsOf(row: PatientRow) {
  const { clinicId, primaryDoctorId, userId, bloodGroupHash, twinHash } = row;
  const sorted = [
    'ALL',
    `CLINIC#${clinicId}`,
    ...(primaryDoctorId === undefined ? [] : [`DOCTOR#${primaryDoctorId}`]),
    ...(userId === undefined ? [] : [`ACCOUNT#${userId}`]),
  ];
  const byDate = [
    ...(bloodGroupHash === undefined ? [] : [listOfBloodGroup(clinicId, bloodGroupHash)]),
    ...(twinHash === undefined ? [] : [listOfTwins(clinicId, twinHash)]),
  ];
  return [
    ...sorted.flatMap((list) =>
      (['CREATED', 'NAME'] as const).map((order) => ({ list: `${list}#${order}`, place: placeIn(order, row) })),
    ),
    ...byDate.map((list) => ({ list, place: row.createdAt })),
  ];
}

/** The list of those of a clinic who have a blood group, by its hash. */
export function listOfBloodGroup(clinicId: string, bloodGroupHash: string): string {
  return `BLOOD#${clinicId}#${bloodGroupHash}`;
}

/** The list of those of a clinic who have the same name and birth date, by the hash of both. */
export function listOfTwins(clinicId: string, twinHash: string): string {
  return `TWINS#${clinicId}#${twinHash}`;
}

function placeIn(order: Order, { createdAt, name }: PatientRow): string {
  return { CREATED: createdAt, NAME: fold(name) }[order];
}
