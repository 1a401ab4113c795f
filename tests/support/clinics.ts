import { clinics } from '../../lib/domains/clinic/clinics/repository.ts';
import { seededClinics } from '../../lib/domains/clinic/seeds/clinics.ts';
import type { MemoryDatabase } from './memory-database.ts';

const [{ id: north }, { id: south }] = seededClinics;
export const northClinic = north;
export const southClinic = south;

/** Puts the two clinics down, without a call. */
export function plantClinics(database: MemoryDatabase): void {
  const at = { createdAt: '2026-03-01T09:00:00.000Z', updatedAt: '2026-03-01T09:00:00.000Z' };
  for (const clinic of seededClinics)
    database.plant('clinic', { ...clinics.toItem({ ...clinic, ...at }), version: 1, commitId: 'planted' });
}

/** How many members a clinic is counted to have. */
export const membersOf = (database: MemoryDatabase, clinicId: string) => useOf(database, clinicId)?.members ?? 0;

/** How many API keys a clinic is counted to have. */
export const keysOf = (database: MemoryDatabase, clinicId: string) => useOf(database, clinicId)?.apiKeys ?? 0;

function useOf(database: MemoryDatabase, clinicId: string) {
  return database.itemsOf('clinic').find(({ pk }) => pk === `CLINIC-USE#${clinicId}`);
}
