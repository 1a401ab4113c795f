import { isDeepStrictEqual } from 'node:util';
import type { Person } from '../../lib/access/caller.ts';
import type { Role } from '../../lib/access/permissions.ts';
import type { Database, Item } from '../../lib/data/database.ts';
import { doctors, type StoredDoctor } from '../../lib/domains/clinic/doctors/repository.ts';
import { createPatientAccesses } from '../../lib/domains/clinic/patients/accesses.ts';
import { createPatientChanges } from '../../lib/domains/clinic/patients/changes.ts';
import { type PatientCounts, patientCounts } from '../../lib/domains/clinic/patients/count-repository.ts';
import { createPatientDeletions } from '../../lib/domains/clinic/patients/deletions.ts';
import type { NewPatient } from '../../lib/domains/clinic/patients/input-schema.ts';
import { createPatientLinks } from '../../lib/domains/clinic/patients/links.ts';
import { createPatientListing } from '../../lib/domains/clinic/patients/listing.ts';
import { patientNumberOf } from '../../lib/domains/clinic/patients/number.ts';
import { changedBy, updatePatient } from '../../lib/domains/clinic/patients/record-repository.ts';
import { createPatientRecords } from '../../lib/domains/clinic/patients/records.ts';
import { createPatientRegistration } from '../../lib/domains/clinic/patients/registration.ts';
import { createRegistrationRecords } from '../../lib/domains/clinic/patients/registration-records.ts';
import { clinicOwner, writeRow } from '../../lib/domains/clinic/patients/row-repository.ts';
import { createPatientViewing } from '../../lib/domains/clinic/patients/viewing.ts';
import { permissionsOf } from '../../lib/domains/declared/permissions.ts';
import { createIdempotencyRecords } from '../../lib/idempotency/records.ts';
import { northClinic, southClinic } from './clinics.ts';
import { createTestCaller } from './http.ts';
import { createIndexReaders } from './index-readers.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { createTestPlatform, type TestPlatform } from './platform.ts';
import { createRecordKeys, type RecordKeys } from './record-keys.ts';

/** The services of patients on a database of the test's, with keys for two clinics; `given` are keys of which the store has some. */
export async function createPatients(
  database: Database | MemoryDatabase,
  platform: TestPlatform = createTestPlatform(database),
  given?: RecordKeys,
) {
  const keys = given ?? createRecordKeys(platform, { held: ['clinics'] });
  if (!given) await keys.rotate();
  for (const clinicId of [northClinic, southClinic]) await keys.keyring.obtain(`clinics/${clinicId}`);
  const services = patientsOn(platform, keys);
  const catchUp = 'changes' in database ? createIndexReaders(database) : async () => undefined;
  let registered = 0;
  return {
    ...services,
    accesses: createPatientAccesses({ ...services, database }),
    keys,
    /** Lets those who read the streams of the tables enter what was changed, as they do within a second. */
    catchUp,
    /** A patient of the clinic North, a second younger than whoever was registered before. */
    async register(overrides: Partial<NewPatient> = {}, caller = memberOf('staff')) {
      registered++;
      platform.clock.advance(1);
      const { data } = await services.registration.register(caller, { ...newPatientOf(registered), ...overrides });
      return data;
    },
  };
}

let numbered = 0;

/** A number of its own, which is found by no name, address or telephone number of a test, as one that is random may be. */
function nextNumber(): string {
  const counted = (numbered++).toString().padStart(4, '0');
  return patientNumberOf(`9QX${counted}`);
}

/** The services of patients as they are, by the keys of a process. */
export function patientsOn(platform: TestPlatform, { keyring }: Pick<RecordKeys, 'keyring'>) {
  const parts = { ...platform, keyring };
  const viewing = createPatientViewing(parts);
  return {
    ...parts,
    idempotencyRecords: createRegistrationRecords({ viewing, records: createIdempotencyRecords(parts) }),
    registration: createPatientRegistration({ ...parts, newNumber: nextNumber }),
    listing: createPatientListing(parts),
    viewing,
    changes: createPatientChanges(parts),
    deletions: createPatientDeletions(parts),
    links: createPatientLinks(parts),
  };
}

export type Patients = Awaited<ReturnType<typeof createPatients>>;

/** What is told of a patient to register them. */
export function newPatientOf(number: number): NewPatient {
  return {
    name: `Patient ${number}`,
    email: `patient-${number}@example.com`,
    phone: `+1212555${String(number).padStart(4, '0')}`,
  };
}

/** The item of somebody who is a doctor of the clinic North, to be planted. */
export function doctorOf(overrides: Pick<StoredDoctor, 'id'> & Partial<StoredDoctor>): Item {
  const at = { createdAt: '2026-03-01T09:00:00.000Z', updatedAt: '2026-03-01T09:00:00.000Z' };
  const doctor = { name: 'Ada Lovelace', clinicId: northClinic, ...at, ...overrides };
  return { ...doctors.toItem(doctor), version: 1, commitId: 'planted' };
}

/** The items of an entity of patients, in no order. */
export const patientItems = (database: MemoryDatabase, entity: `patient${string}`) =>
  database.itemsOf('clinic').filter((item) => item.entity === entity);

/** The data of the events of a type. */
export const toldOf = (database: MemoryDatabase, type: `patient.${string}`) =>
  database
    .itemsOf('events')
    .map(({ event }) => event as { readonly type: string; readonly data: object })
    .flatMap((event) => (event.type === type ? [event.data] : []));

/** How many patients a clinic is counted to have. */
export const patientsOf = (database: MemoryDatabase, clinicId: string) =>
  database.itemsOf('clinic').find(({ pk }) => pk === `CLINIC-USE#${clinicId}`)?.patients ?? 0;

/** How many patients each doctor is counted to be in charge of. */
export const chargesOf = (database: MemoryDatabase): Record<string, number> =>
  Object.fromEntries(
    database
      .itemsOf('clinic')
      .flatMap(({ entity, doctorId, patients }) =>
        entity === 'doctor-use' && patients !== undefined ? [[String(doctorId), Number(patients)]] : [],
      ),
  );

/**
 * Where what is stored of patients disagrees with itself: each record has its row, its number and its key, and while it is not
 * deleted its one address, its place in the count of its clinic, and one in that of a doctor who is there.
 */
export function disagreementsIn(database: MemoryDatabase): string[] {
  const records = patientItems(database, 'patient');
  const living = records.filter(({ deletedAt }) => deletedAt === undefined);
  const idsOf = (items: readonly Item[], of = ({ id }: Item) => id) => items.map(of).map(String).sort();
  const shownOf = (items: readonly Item[]) =>
    items.map(({ id, number, name, email, phone, userId, deletedAt }) =>
      JSON.stringify([id, number, name, email, phone, userId, deletedAt]),
    );
  const byPatient = (entity: `patient${string}`) => idsOf(patientItems(database, entity), ({ patientId }) => patientId);
  const owners = database.itemsOf('data-keys').filter(({ pk }) => pk.startsWith('PATIENTS#'));
  const named = living.flatMap(({ primaryDoctorId }) => (primaryDoctorId ? [String(primaryDoctorId)] : []));
  const charges = Object.fromEntries([...Map.groupBy(named, (id) => id)].map(([id, its]) => [id, its.length]));
  const counted = Object.entries(chargesOf(database)).filter(([, count]) => count !== 0);
  const working = database.itemsOf('clinic').filter(({ sk, formerSince }) => sk === 'DOCTOR' && !formerSince);
  const places = working.map(({ id, clinicId }) => `${id} ${clinicId}`);
  const lost = living.filter(
    ({ primaryDoctorId: id, clinicId }) => id !== undefined && !places.includes(`${id} ${clinicId}`),
  );
  const pairs: Record<string, readonly [unknown, unknown]> = {
    rows: [shownOf(patientItems(database, 'patient-row')).sort(), shownOf(records).sort()],
    numbers: [byPatient('patient-number'), idsOf(records)],
    keys: [idsOf(owners, ({ pk }) => pk.slice('PATIENTS#'.length)), idsOf(records)],
    addresses: [byPatient('patient-email'), idsOf(living)],
    counts: [patientsOf(database, northClinic), living.filter(({ clinicId }) => clinicId === northClinic).length],
    charges: [Object.fromEntries(counted), charges],
    doctors: [lost, []],
  };
  return Object.keys(pairs).filter((name) => !isDeepStrictEqual(pairs[name]?.[0], pairs[name]?.[1]));
}

/** The item of what is counted of a patient, to be planted. */
export function countOf(patientId: string, counts: Pick<PatientCounts, 'appointments' | 'prescriptions'>): Item {
  return { ...patientCounts.toItem({ patientId, ...counts }), version: 1, commitId: 'planted' };
}

/** Links a patient, deleted or not, to an account as it is stored, past every rule. */
export async function linkTo(patients: LinkingParts, patientId: string, userId: string): Promise<void> {
  const change = { set: { userId }, remove: [] };
  await createPatientRecords(patients).change(
    memberOf('admin'),
    { patientId },
    async ({ record, key }) => {
      const clinicKey = await patients.keyring.get(clinicOwner(record));
      await patients.commit([updatePatient(record, change, key), writeRow(changedBy(change, record), clinicKey)]);
    },
    { deleted: true },
  );
}

type LinkingParts = Pick<Patients, 'read' | 'commit' | 'keyring'>;

/** Somebody with a role, at a clinic where it is one of a clinic. */
export function memberOf(role: Role, clinicId: string = northClinic, userId = idOfMember(role)): Person {
  const ofClinic = role === 'doctor' || role === 'staff';
  return createTestCaller({ userId, roles: [role], permissions: permissionsOf([role]), ...(ofClinic && { clinicId }) });
}

const members: readonly Role[] = ['admin', 'doctor', 'staff', 'user'];

function idOfMember(role: Role): string {
  return `019a0000-0000-7000-8000-0000000d000${members.indexOf(role)}`;
}
