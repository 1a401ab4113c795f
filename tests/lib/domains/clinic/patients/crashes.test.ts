import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHandler } from '../../../../../functions/patients/register-patient.ts';
import { plantClinics } from '../../../../support/clinics.ts';
import { invoke } from '../../../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../../../support/memory-database.ts';
import {
  createPatients,
  disagreementsIn,
  memberOf,
  newPatientOf,
  patientItems,
  patientsOn,
} from '../../../../support/patients.ts';
import { auditOf, stackOf } from '../../../../support/people.ts';
import { createTestPlatform } from '../../../../support/platform.ts';
import { createRecordKeys, createTestRootKey } from '../../../../support/record-keys.ts';

const staff = memberOf('staff');
const rootKey = createTestRootKey();
const told = { ...newPatientOf(7), dateOfBirth: '1986-12-09', internalNotes: 'Prefers the morning.' };

let origin: MemoryDatabase;
let living: string;
let gone: string;

beforeAll(async () => {
  origin = createMemoryDatabase();
  plantClinics(origin);
  const platform = createTestPlatform(origin);
  const keys = createRecordKeys(platform, { rootKey, held: ['clinics'] });
  await keys.rotate();
  const patients = await createPatients(origin, platform, keys);
  living = (await patients.register()).id;
  gone = (await patients.register()).id;
  await patients.deletions.delete(staff, { patientId: gone });
  await patients.catchUp();
});

type Services = ReturnType<typeof patientsOn>;

/** A process of its own on what is stored. */
function processOn(database: MemoryDatabase): Services {
  const platform = createTestPlatform(database);
  return patientsOn(platform, createRecordKeys(platform, { rootKey, held: ['clinics'] }));
}

/** The processes that died at a call each, before or after it was carried out, until one comes to its end. */
async function diedAtEach(moment: 'before' | 'after', work: (services: Services) => Promise<unknown>) {
  const left: MemoryDatabase[] = [];
  for (let last = 1; ; last++) {
    const database = origin.fork();
    let call = 0;
    const hooks = database.hooks;
    hooks[moment] = () => {
      if (++call >= last) throw new Error('The process has died');
    };
    const ended = await work(processOn(database)).then(
      () => true,
      () => false,
    );
    hooks[moment] = undefined;
    if (ended) return left;
    left.push(database);
  }
}

const works = [
  ['a registration', 'patient.registered', (patients: Services) => patients.registration.register(staff, told)],
  [
    'a change of the address',
    'patient.changed',
    (patients: Services) => patients.changes.change(staff, { patientId: living }, { email: 'other@example.com' }),
  ],
  ['a deletion', 'patient.deleted', (patients: Services) => patients.deletions.delete(staff, { patientId: living })],
  ['a restoration', 'patient.restored', (patients: Services) => patients.deletions.restore(staff, { patientId: gone })],
] as const;

describe.each(works)('%s that dies at any call', (_, action, work) => {
  it.each(['before', 'after'] as const)('is whole or nothing: %s it was carried out', async (moment) => {
    const before = auditOf(origin, action).length;

    const left = await diedAtEach(moment, work);

    expect(left.length).toBeGreaterThanOrEqual(3);
    for (const database of left) {
      const done = auditOf(database, action).length - before;
      expect(disagreementsIn(database)).toEqual([]);
      expect(database.itemsOf('events').length - origin.itemsOf('events').length).toBe(done);
      // Whatever became of it, whoever asks again is served, or hears that it was.
      if (done === 0) await work(processOn(database));
    }
    expect(left.map((database) => auditOf(database, action).length - before)).toEqual(left.map(() => 1));
  });
});

describe('a registration with a key that died at any call', () => {
  it.each(['before', 'after'] as const)(
    'has made one patient once it is repeated: %s it was carried out',
    async (moment) => {
      const headers = { 'idempotency-key': 'registration-1' };
      const ask = (patients: Services) => {
        const { registration, idempotencyRecords } = patients;
        return invoke(createHandler(registration, { ...stackOf(staff), idempotencyRecords }), { json: told, headers });
      };

      const left = await diedAtEach(moment, async (patients) => {
        if ((await ask(patients)).status !== 201) throw new Error('The process has died');
      });

      for (const database of left) {
        const { status, json } = await ask(processOn(database));
        const numbers = patientItems(database, 'patient').filter(({ email }) => email === told.email);
        expect([status, numbers]).toMatchObject([201, [{ number: (json.data as { number: string }).number }]]);
        expect(disagreementsIn(database)).toEqual([]);
      }
    },
  );
});

describe('what is stored of patients', () => {
  it.each(['patient', 'patient-row', 'patient-email', 'patient-number'] as const)(
    'is seen to lack a %s',
    async (entity) => {
      const database = origin.fork();
      for (const { pk, sk } of patientItems(database, entity))
        await database.write(
          { kind: 'delete', table: 'clinic', key: { pk: String(pk), sk: String(sk) } },
          AbortSignal.timeout(1_000),
        );

      expect(disagreementsIn(database)).not.toEqual([]);
    },
  );
});
