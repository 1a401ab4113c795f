import { at } from '../../../data/read.ts';
import { clinics } from './repository.ts';

/** Refers to a clinic, whose zone is to be read together with that of others. */
export function clinicZoneAt(clinicId: string) {
  return at(clinics, { id: clinicId });
}
