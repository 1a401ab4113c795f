import type { Database } from '../../lib/data/database.ts';
import { createClinicHours } from '../../lib/domains/clinic/appointments/clinic-hours.ts';
import { createClosureService } from '../../lib/domains/clinic/clinics/closures.ts';
import { createClinicCreation } from '../../lib/domains/clinic/clinics/creation.ts';
import { clinics } from '../../lib/domains/clinic/clinics/repository.ts';
import { createClinicService } from '../../lib/domains/clinic/clinics/service.ts';
import { createClinicViewing } from '../../lib/domains/clinic/clinics/viewing.ts';
import { seededClinics } from '../../lib/domains/clinic/seeds/clinics.ts';
import { permissionsOf } from '../../lib/domains/declared/permissions.ts';
import { createTestCaller } from './http.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { createTestPlatform, type TestPlatform } from './platform.ts';
import { createTestKeyring } from './record-keys.ts';

const [{ id: north }, { id: south }] = seededClinics;
export const northClinic: string = north;
export const southClinic: string = south;

/** Puts the two clinics down, without a call. */
export function plantClinics(database: MemoryDatabase): void {
  const at = { createdAt: '2026-03-01T09:00:00.000Z', updatedAt: '2026-03-01T09:00:00.000Z' };
  for (const clinic of seededClinics)
    database.plant('clinic', {
      ...clinics.toItem({ ...clinic, closures: [], ...at }),
      version: 1,
      commitId: 'planted',
    });
}

/** What the routes about clinics stand on, on a platform of the test's. */
export function clinicsOn(platform: TestPlatform) {
  const keyring = createTestKeyring(platform);
  const service = createClinicService(platform);
  return {
    clock: platform.clock,
    keyring,
    service,
    hours: createClinicHours({ ...platform, clinics: service }),
    creation: createClinicCreation({ ...platform, keyring }),
    viewing: createClinicViewing(platform),
    closures: createClosureService(platform),
  };
}

export type Clinics = ReturnType<typeof clinicsOn>;

/** The same on a database of the test's. */
export const createClinics = (database: MemoryDatabase): Clinics => clinicsOn(createTestPlatform(database));

/** An admin, and somebody with another role at a clinic. */
export const clinicAdmin = createTestCaller({ roles: ['admin'], permissions: permissionsOf(['admin']) });
export const memberAt = (clinicId: string, role: 'doctor' | 'staff' = 'staff') =>
  createTestCaller({ roles: [role], permissions: permissionsOf([role]), clinicId });

/** The item of a clinic as it is stored. */
export const clinicItem = (database: MemoryDatabase, clinicId: string) =>
  database.itemsOf('clinic').find(({ sk }) => sk === `CLINIC#${clinicId}`);

/** What transactions are sent from now on, each as the kinds of its actions with their tables: `put clinic`. */
export function watchTransactions(database: MemoryDatabase): string[][] {
  const sent: string[][] = [];
  database.hooks.before = (operation, request) => {
    if (operation !== 'transact') return;
    sent.push((request as Parameters<Database['transact']>[0]).map(({ kind, table }) => `${kind} ${table}`));
  };
  return sent;
}

/** How many patients a clinic is counted to have. */
export const patientsOf = (database: MemoryDatabase, clinicId: string) =>
  Number(useOf(database, clinicId)?.patients ?? 0);

/** How many members a clinic is counted to have. */
export const membersOf = (database: MemoryDatabase, clinicId: string) =>
  Number(useOf(database, clinicId)?.members ?? 0);

/** How many API keys a clinic is counted to have. */
export const keysOf = (database: MemoryDatabase, clinicId: string) => Number(useOf(database, clinicId)?.apiKeys ?? 0);

function useOf(database: MemoryDatabase, clinicId: string) {
  return database.itemsOf('clinic').find(({ pk }) => pk === `CLINIC-USE#${clinicId}`);
}
