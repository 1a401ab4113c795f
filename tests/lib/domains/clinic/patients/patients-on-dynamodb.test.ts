import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler as createDelete } from '../../../../../functions/patients/delete-patient.ts';
import { createHandler as createGet } from '../../../../../functions/patients/get-patient.ts';
import { createHandler as createRegister } from '../../../../../functions/patients/register-patient.ts';
import { createHandler as createRestore } from '../../../../../functions/patients/restore-patient.ts';
import { createHandler as createUpdate } from '../../../../../functions/patients/update-patient.ts';
import type { Capacity } from '../../../../../lib/data/dynamo-database.ts';
import { createClinicService } from '../../../../../lib/domains/clinic/clinics/service.ts';
import { seededClinics } from '../../../../../lib/domains/clinic/seeds/clinics.ts';
import type { HttpHandler } from '../../../../../lib/http/stack.ts';
import { sleep } from '../../../../../lib/live/sleep.ts';
import { createContendedDatabase } from '../../../../support/contended-database.ts';
import { startTestDynamoDb, type TestDynamoDb } from '../../../../support/dynamodb.ts';
import { invoke, type RequestFields } from '../../../../support/http.ts';
import { createPatients, memberOf, newPatientOf, type Patients, patientsOn } from '../../../../support/patients.ts';
import { stackOf } from '../../../../support/people.ts';
import { createTestPlatform } from '../../../../support/platform.ts';
import { seededRandom } from '../../../../support/random.ts';
import { sizes } from '../../../../support/sizes.ts';

const staff = memberOf('staff');
const told = {
  ...newPatientOf(0),
  bloodGroup: 'O-' as const,
  dateOfBirth: '1986-12-09',
  address: { line1: '12 Elm Street', city: 'Albany', postalCode: '12207', country: 'US' },
  allergies: ['Penicillin'],
  internalNotes: 'Prefers the morning.',
};

let dynamoDb: TestDynamoDb;
let patients: Patients;
let spent: Capacity[];

beforeAll(async () => {
  dynamoDb = await startTestDynamoDb({ onCapacity: (capacity) => spent.push(capacity) });
  spent = [];
  const platform = createTestPlatform(dynamoDb.database);
  const [clinic] = seededClinics;
  await createClinicService(platform).add(clinic);
  patients = await createPatients(dynamoDb.database, platform);
  // What is read once in five minutes is in memory by now.
  await patients.register();
});

afterAll(() => dynamoDb.stop());

beforeEach(() => {
  spent = [];
});

const stack = stackOf(staff);

/** The calls that a request takes beside those of the session, each with its units. */
async function callsOf(handler: HttpHandler, fields: RequestFields, status: number): Promise<string> {
  spent = [];
  const answer = await invoke(handler, fields);
  expect(answer.status).toBe(status);
  return spent.map(({ operation, units }) => `${operation} ${units}`).join(', ');
}

describe('on DynamoDB, a patient', () => {
  it('costs what each route may spend, in units of reading and of writing', async () => {
    const { id: patientId } = await patients.register(told);
    const of = { params: { patientId } };
    const [viewing, changes] = [createGet(patients.viewing, stack), createUpdate(patients.changes, stack)];
    const change = (json: object) => callsOf(changes, { ...of, method: 'PATCH', json }, 200);
    const register = createRegister(patients.registration, {
      ...stack,
      idempotencyRecords: patients.idempotencyRecords,
    });

    expect({
      register: await callsOf(register, { method: 'POST', json: { ...told, email: 'units@example.com' } }, 201),
      get: await callsOf(viewing, of, 200),
      absent: await callsOf(
        viewing,
        { params: { patientId: patientId.replace(/.$/, (last) => (last === '0' ? '1' : '0')) } },
        404,
      ),
      changeNotes: await change({ internalNotes: 'Deaf in one ear.' }),
      changeName: await change({ name: 'Grace Murray' }),
      changeEmail: await change({ email: 'murray@example.com' }),
      delete: await callsOf(createDelete(patients.deletions, stack), { ...of, method: 'DELETE' }, 204),
      restore: await callsOf(createRestore(patients.deletions, stack), { ...of, method: 'POST' }, 200),
    }).toEqual({
      register: 'get 1, query 0.5, transact 22',
      get: 'batchGet 3, write 3',
      absent: 'batchGet 3',
      changeNotes: 'batchGet 3, transact 11',
      changeName: 'batchGet 3, transact 13',
      changeEmail: 'batchGet 3, get 1, transact 17',
      delete: 'batchGet 3, query 1, transact 19',
      restore: 'batchGet 3, get 1, transact 19',
    });
  });
});

const stores = [
  ['as it is', () => dynamoDb.database],
  [
    'where most of those who meet are cancelled',
    () => createContendedDatabase(dynamoDb.database, { share: 0.9, random: seededRandom(13) }),
  ],
] as const;

describe.each(stores)('on DynamoDB %s, a patient', (name, storeOf) => {
  let many: ReturnType<typeof patientsOn>;

  beforeEach(() => {
    // The pauses between tries are those of the product: without them all tries would be over at once.
    many = patientsOn(createTestPlatform(storeOf(), { sleep }), patients.keys);
  });

  /** Who is told to try again, as on a machine that has much else to do, does so. */
  async function persist(send: () => Promise<{ readonly status: number }>): Promise<number> {
    const { status } = await send();
    return status === 503 ? persist(send) : status;
  }

  const statusesOf = async (times: number, send: (at: number) => Promise<{ readonly status: number }>) =>
    (await Promise.all(Array.from({ length: times }, (_, at) => persist(() => send(at))))).sort();

  it(`is made by one of ${sizes.patientRegistrations} registrations of an address at once, and the others are refused`, async () => {
    const { registration, idempotencyRecords } = many;
    const handler = createRegister(registration, { ...stack, idempotencyRecords });
    const json = { ...told, email: `${name.replaceAll(' ', '-')}@example.com` };

    const statuses = await statusesOf(sizes.patientRegistrations, () => invoke(handler, { method: 'POST', json }));

    expect(statuses).toEqual([201, ...Array(sizes.patientRegistrations - 1).fill(409)]);
  });

  it(`is changed by one of ${sizes.patientChanges} who mean the same version, and the others are told`, async () => {
    const { id: patientId } = await patients.register();
    const handler = createUpdate(many.changes, stack);
    const fields = { method: 'PATCH', params: { patientId }, headers: { 'if-match': '"1"' } };

    const statuses = await statusesOf(sizes.patientChanges, (at) =>
      invoke(handler, { ...fields, json: { name: `Grace ${at}` } }),
    );

    expect(statuses).toEqual([200, ...Array(sizes.patientChanges - 1).fill(412)]);
  });
});
