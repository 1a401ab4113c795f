import { fold } from '../../../folded-words.ts';
import { defineIndex } from '../../../indexing/definition.ts';
import { doctorAt, type StoredDoctor } from './repository.ts';
import type { DoctorFilter } from './schema.ts';

/** By which doctors are listed: all, those of a clinic, of a speciality, and of a speciality in a clinic. Former ones are not. */
export const doctorIndex = defineIndex({
  name: 'doctors',
  table: 'clinic',
  at: doctorAt,
  idAt: ({ pk, sk }) => (sk === 'DOCTOR' ? pk.slice('DOCTOR#'.length) : undefined),
  lists: ({ clinicId, specialities = [], createdAt, formerSince }: StoredDoctor) => {
    if (formerSince !== undefined) return [];
    const ofSpecialities = specialities.flatMap((speciality) => [{ speciality }, { clinicId, speciality }]);
    return [{}, { clinicId }, ...ofSpecialities].map((filter) => ({ list: listOf(filter), place: createdAt }));
  },
});

/** The list of the doctors whom a filter finds. */
export function listOf({ clinicId, speciality }: DoctorFilter): string {
  const named = [
    ...(clinicId === undefined ? [] : [`CLINIC#${clinicId}`]),
    ...(speciality === undefined ? [] : [`SPECIALITY#${fold(speciality)}`]),
  ];
  return named.length === 0 ? 'ALL' : named.join('#');
}
