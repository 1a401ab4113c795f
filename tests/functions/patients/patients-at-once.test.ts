import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler as createRegister } from '../../../functions/patients/register-patient.ts';
import { createHandler as createUpdate } from '../../../functions/patients/update-patient.ts';
import { createIdempotencyRecords } from '../../../lib/idempotency/records.ts';
import { plantClinics } from '../../support/clinics.ts';
import { createContendedDatabase } from '../../support/contended-database.ts';
import { invoke } from '../../support/http.ts';
import { letOthersGoOn } from '../../support/lockout.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import {
  createPatients,
  disagreementsIn,
  memberOf,
  newPatientOf,
  type Patients,
  patientItems,
} from '../../support/patients.ts';
import { auditOf, stackOf } from '../../support/people.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { seededRandom } from '../../support/random.ts';
import { sizes } from '../../support/sizes.ts';

let database: MemoryDatabase;
let patients: Patients;

const stores = [
  ['a calm store', (calm: MemoryDatabase) => calm],
  [
    'a store that cancels most who meet',
    (calm: MemoryDatabase) => createContendedDatabase(calm, { share: 0.9, random: seededRandom(13) }),
  ],
] as const;

const manyOf = <T>(many: number, send: (at: number) => Promise<T>) =>
  Promise.all(Array.from({ length: many }, (_, at) => send(at)));

function countsOf(answers: readonly { readonly status: number }[]) {
  return Object.fromEntries(
    [...Map.groupBy(answers, ({ status }) => status)].map(([status, its]) => [status, its.length]),
  );
}

describe.each(stores)('on %s', (_, storeOf) => {
  beforeEach(async () => {
    database = createMemoryDatabase();
    plantClinics(database);
    const store = storeOf(database);
    patients = await createPatients(store, createTestPlatform(store, { sleep: letOthersGoOn }));
  });

  it(`one of ${sizes.patientRegistrations} registrations of one address makes a patient, and the others are refused`, async () => {
    const stack = { ...stackOf(memberOf('staff')), idempotencyRecords: createIdempotencyRecords(patients) };
    const handler = createRegister(patients.registration, stack);

    const answers = await manyOf(sizes.patientRegistrations, () => invoke(handler, { json: newPatientOf(1) }));

    expect(countsOf(answers)).toEqual({ 201: 1, 409: sizes.patientRegistrations - 1 });
    expect(answers.filter(({ json }) => json.code === 'DUPLICATE_EMAIL')).toHaveLength(sizes.patientRegistrations - 1);
    expect(patientItems(database, 'patient')).toHaveLength(1);
    expect(disagreementsIn(database)).toEqual([]);
  });

  it(`one of ${sizes.patientChanges} changes of one version wins, and the others are told`, async () => {
    const { id: patientId } = await patients.register();
    const handler = createUpdate(patients.changes, stackOf(memberOf('staff')));
    const fields = { method: 'PATCH', params: { patientId }, headers: { 'if-match': '"1"' } };

    const answers = await manyOf(sizes.patientChanges, (at) =>
      invoke(handler, { ...fields, json: { name: `Grace ${at}` } }),
    );

    expect(countsOf(answers)).toEqual({ 200: 1, 412: sizes.patientChanges - 1 });
    expect(auditOf(database, 'patient.changed')).toHaveLength(1);
    expect(disagreementsIn(database)).toEqual([]);
  });

  it(`of ${sizes.patientChanges} changes of any version each is carried out or told, and none is undone`, async () => {
    const { id: patientId } = await patients.register();
    const handler = createUpdate(patients.changes, stackOf(memberOf('staff')));
    const fields = { method: 'PATCH', params: { patientId } };

    const answers = await manyOf(sizes.patientChanges, (at) =>
      invoke(handler, { ...fields, json: { name: `Grace ${at}` } }),
    );

    const carriedOut = answers.filter(({ status }) => status === 200);
    // Whoever meets rivals again and again may come to the end of their tries.
    const told = answers.filter(({ status, json }) => json.code === 'CONCURRENT_CHANGE' || status === 503);
    expect(carriedOut.length).toBeGreaterThan(0);
    expect(carriedOut.length + told.length).toBe(sizes.patientChanges);
    expect(auditOf(database, 'patient.changed')).toHaveLength(carriedOut.length);
    expect(patientItems(database, 'patient')).toMatchObject([{ version: carriedOut.length + 1 }]);
    expect(disagreementsIn(database)).toEqual([]);
  });
});
