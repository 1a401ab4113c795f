import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/patients/register-patient.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import { createPatientRegistration } from '../../../lib/domains/clinic/patients/registration.ts';
import type { RegistrationMeta } from '../../../lib/domains/clinic/patients/schema.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { workers } from '../../support/access/expectations.ts';
import { jsonOf, tracesOf } from '../../support/canaries.ts';
import { northClinic, plantClinics, southClinic } from '../../support/clinics.ts';
import { type Answer, invoke, send } from '../../support/http.ts';
import { spoilRow } from '../../support/listed-patients.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import {
  createPatients,
  doctorOf,
  linkTo,
  memberOf,
  newPatientOf,
  type Patients,
  patientItems,
  patientsOf,
  toldOf,
} from '../../support/patients.ts';
import { auditOf, machineWith, resetCalls, stackOf } from '../../support/people.ts';

let database: MemoryDatabase;
let patients: Patients;

beforeEach(async () => {
  database = createMemoryDatabase();
  plantClinics(database);
  patients = await createPatients(database);
  resetCalls(database);
});

const grace = {
  name: 'Grace Hopper',
  email: 'grace@example.com',
  phone: '(212) 555-0123',
  bloodGroup: 'O-',
  dateOfBirth: '1986-12-09',
  allergies: ['Penicillin'],
  address: { line1: '12 Elm Street', city: 'Albany', postalCode: '12207', country: 'us' },
  internalNotes: 'Prefers the morning.',
};

const doctor = '019a0000-0000-7000-8000-00000000a002';

const stackFor = (caller: Caller) => ({ ...stackOf(caller), idempotencyRecords: patients.idempotencyRecords });

const register = (json: object, caller: Caller = memberOf('staff'), headers: Record<string, string> = {}) =>
  send(createHandler(patients.registration, stackFor(caller)), { json, headers });

const dataOf = ({ json }: Answer) => json.data as { readonly id: string; readonly number: string };

describe('POST /v1/patients', () => {
  it('registers a patient at the clinic of whoever asks', async () => {
    const answer = await register(grace);

    expect([answer.status, answer.headers.etag]).toEqual([201, '"1"']);
    expect(answer.headers.location).toBe(`/v1/patients/${dataOf(answer).id}`);
    expect(answer.json).toMatchObject({
      data: {
        ...grace,
        phone: '2125550123',
        address: { country: 'US' },
        clinicId: northClinic,
        appointmentCount: 0,
        prescriptionCount: 0,
      },
      meta: { possibleDuplicates: [] },
    });
    expect(dataOf(answer).number).toMatch(/^PAT-[0-9A-HJKMNP-TV-Z]{7}[0-9A-HJKMNP-TV-Z*~$=U]$/);
    expect(auditOf(database, 'patient.registered')).toMatchObject([
      { details: { as: 'staff', clinicId: northClinic } },
    ]);
    expect(patientsOf(database, northClinic)).toBe(1);
    const { id: patientId } = dataOf(answer);
    expect(toldOf(database, 'patient.registered')).toEqual([{ patientId, clinicId: northClinic }]);
  });

  it('needs a name, an address and a telephone number, and no more', async () => {
    const { name, email, phone } = grace;

    const answer = await register({ name, email, phone });

    expect(answer.json.data).toMatchObject({ name, email, allergies: [] });
    for (const lacking of [
      { email, phone },
      { name, phone },
      { name, email },
    ])
      expect((await register(lacking)).status).toBe(400);
  });

  it('makes one transaction, after a read and the key of the clinic, which is read once in five minutes', async () => {
    await register({ ...grace, dateOfBirth: undefined });
    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 0, transact: 1 });
    resetCalls(database);
    const asked = patients.keys.rootKey.opened;

    const answer = await register({ ...grace, email: 'other@example.com' });

    expect(database.calls).toEqual({ get: 1, batchGet: 0, query: 1, write: 0, transact: 1 });
    expect(patients.keys.rootKey.opened).toBe(asked);
    expect(answer.lines).toHaveLength(1);
  });

  it('names who of the clinic has the same name and birth date', async () => {
    const first = await register(grace);
    await patients.catchUp();

    const again = await register({ ...grace, name: ' GRACE  HOPPER'.replace('  ', ' '), email: 'other@example.com' });
    const younger = await register({ ...grace, dateOfBirth: '1986-12-10', email: 'younger@example.com' });
    const elsewhere = await register({ ...grace, email: 'third@example.com' }, memberOf('staff', southClinic));

    const { id, number } = dataOf(first);
    expect(again.json.meta).toEqual({ possibleDuplicates: [{ id, number }] });
    expect(younger.json.meta).toEqual({ possibleDuplicates: [] });
    expect(elsewhere.json.meta).toEqual({ possibleDuplicates: [] });
  });

  it('names nobody whose row was given to the clinic past the product', async () => {
    const other = await register(grace, memberOf('staff', southClinic));
    await register({ ...grace, email: 'first@example.com' });
    const [south, north] = patientItems(database, 'patient-row').sort((one) => (one.id === dataOf(other).id ? -1 : 1));
    spoilRow(database, dataOf(other).id, { clinicId: northClinic, twinHash: north?.twinHash });
    await patients.catchUp();

    const again = await register({ ...grace, email: 'other@example.com' });

    expect([south?.id, north?.clinicId]).toEqual([dataOf(other).id, northClinic]);
    expect(again.json.meta).toEqual({ possibleDuplicates: [{ id: north?.id, number: north?.number }] });
    expect(again.lines).toContainEqual(expect.objectContaining({ message: 'seal broken' }));
  });

  it('names the ten newest where more have the same name and birth date', async () => {
    const twins = [];
    for (let nth = 0; nth < 12; nth++) {
      const { name, dateOfBirth } = grace;
      twins.push((await patients.register({ name, dateOfBirth })).id);
    }
    await patients.catchUp();

    const { json } = await register(grace);

    const named = (json.meta as RegistrationMeta).possibleDuplicates.map(({ id }) => id);
    expect(named).toEqual(twins.toReversed().slice(0, 10));
  });

  it.each([
    ['Sean O’Rourke', "Sean O'Rourke"],
    ['Grace Hopper', 'Grace  Hopper'],
    ['Anne-Marie Curie', 'Anne Marie Curie'],
    ['山田 太郎', '山田太郎'],
  ])('takes %s and %s for one name', async (name, spelled) => {
    const first = await register({ ...grace, name });
    await patients.catchUp();

    const again = await register({ ...grace, name: spelled, email: 'other@example.com' });

    expect(again.json.meta).toMatchObject({ possibleDuplicates: [{ id: dataOf(first).id }] });
  });

  it('tells names apart that have no letter', async () => {
    await register({ ...grace, name: '---' });
    await patients.catchUp();

    const other = await register({ ...grace, name: '🩺', email: 'other@example.com' });
    const same = await register({ ...grace, name: '---', email: 'same@example.com' });

    expect([other, same].map(({ json }) => (json.meta as RegistrationMeta).possibleDuplicates.length)).toEqual([0, 1]);
  });

  it('takes two of one long name and different birth dates for different people', async () => {
    const name = 'Grace'.repeat(20);
    await register({ ...grace, name });
    await patients.catchUp();

    const younger = await register({ ...grace, name, dateOfBirth: '1987-12-09', email: 'younger@example.com' });
    const same = await register({ ...grace, name, email: 'same@example.com' });

    expect([younger, same].map(({ json }) => (json.meta as RegistrationMeta).possibleDuplicates.length)).toEqual([
      0, 1,
    ]);
  });

  it('takes an address once in a clinic, whatever its case, and says how a child is registered', async () => {
    await register(grace);

    const refused = await register({ ...grace, email: 'GRACE@example.com' });
    const child = await register({ ...grace, email: 'grace+child@example.com' });
    const elsewhere = await register(grace, memberOf('staff', southClinic));

    expect([refused.status, refused.json.code]).toEqual([409, 'DUPLICATE_EMAIL']);
    expect(refused.json.detail).toMatch(/name\+child@example\.com.*account of the parent.*linked to both/);
    expect(refused.text).not.toContain('grace@');
    expect([child.status, elsewhere.status]).toEqual([201, 201]);
  });

  it('takes two long addresses that differ in their last letters alone for two', async () => {
    const long = (last: string) => `${'a'.repeat(60)}@${'b.'.repeat(60)}${last}`;

    const answers = [
      await register({ ...grace, email: long('com') }),
      await register({ ...grace, email: long('org') }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  });

  it('gives another number where one is taken', async () => {
    const [first, taken, free] = ['PAT-0000001', 'PAT-0000001', 'PAT-0000002'];
    const numbers = [first, taken, taken, free];
    const registration = createPatientRegistration({ ...patients, newNumber: () => numbers.shift() ?? '' });
    const tell = (email: string) => registration.register(memberOf('staff'), { ...newPatientOf(1), email });

    const given = [await tell('one@example.com'), await tell('two@example.com')];

    expect(given.map(({ data }) => data.number)).toEqual([first, free]);
    expect(patientItems(database, 'patient-number')).toHaveLength(2);
    expect(patientItems(database, 'patient')).toHaveLength(2);
  });

  it.each([
    ['+1 (212) 555-0123', '+12125550123'],
    ['212.555.0123', '2125550123'],
    ['+49 30/901820', '+4930901820'],
    // The zero that is dialled at home alone.
    ['+49 (0)30 23125000', '+493023125000'],
    ['(030) 231250', undefined],
    ['212 555 012', undefined],
    ['12125550123', undefined],
    ['+0 212 555 0123', undefined],
    ['+1 212 555 0123 ext 4', undefined],
    ['+1234567890123456', undefined],
  ])('keeps a telephone number as digits: %s', async (phone, kept) => {
    const answer = await register({ ...grace, phone });

    expect(answer.status).toBe(kept ? 201 : 400);
    if (kept) expect(answer.json.data).toMatchObject({ phone: kept });
  });

  it.each(['A+', 'A-', 'B+', 'B-', 'AB+', 'AB-', 'O+', 'O-'])('knows the blood group %s', async (bloodGroup) => {
    expect((await register({ ...grace, bloodGroup })).json.data).toMatchObject({ bloodGroup });
  });

  it.each([
    ['a group that is none', { bloodGroup: 'o-' }, 'bloodGroup'],
    ['a birth date ahead', { dateOfBirth: '2026-03-10' }, 'dateOfBirth'],
    ['an address of nobody', { email: 'grace' }, 'email'],
    ['a country that is none', { address: { ...grace.address, country: 'UK' } }, 'address.country'],
    ['a country of a letter that becomes two', { address: { ...grace.address, country: 'ß' } }, 'address.country'],
    ['a country with an i that has no dot', { address: { ...grace.address, country: 'ıt' } }, 'address.country'],
    ['an allergy twice', { allergies: ['Latex', 'látex'] }, 'allergies'],
    ['a link', { userId: northClinic }, 'userId'],
    ['a number', { number: 'PAT-00000010' }, 'number'],
  ])('refuses %s with 400', async (_, given, path) => {
    const answer = await register({ ...grace, ...given });

    expect(answer.status).toBe(400);
    expect(answer.json.errors).toEqual(expect.arrayContaining([expect.objectContaining({ path })]));
  });

  it('takes a doctor of the clinic alone as the one in charge', async () => {
    database.plant('clinic', doctorOf({ id: doctor }));

    const far = await register({ ...grace, primaryDoctorId: doctor }, memberOf('staff', southClinic));
    const near = await register({ ...grace, primaryDoctorId: doctor });

    expect(far.json).toMatchObject({ code: 'UNKNOWN_REFERENCE', errors: [{ path: 'primaryDoctorId' }] });
    expect(near.json.data).toMatchObject({ primaryDoctorId: doctor });
  });

  it.each([
    ['a member of staff', memberOf('staff'), undefined, 201],
    ['a member of staff, their own', memberOf('staff'), northClinic, 201],
    ['a member of staff, another', memberOf('staff'), southClinic, 'UNKNOWN_REFERENCE'],
    ['an admin', memberOf('admin'), undefined, 'CLINIC_REQUIRED'],
    ['an admin, one', memberOf('admin'), southClinic, 201],
    ['an admin who is of the staff', { ...memberOf('staff'), roles: ['staff', 'admin'] }, undefined, northClinic],
    ['an admin who is of the staff, another', { ...memberOf('staff'), roles: ['staff', 'admin'] }, southClinic, 201],
    ['an admin, none that is there', memberOf('admin'), doctor, 'UNKNOWN_REFERENCE'],
    ['a program of none, none', machineWith('patients:write'), southClinic, 'CLINIC_REQUIRED'],
    ['a program of a clinic', { ...machineWith('patients:write'), clinicId: northClinic }, undefined, 201],
    [
      'a program of a clinic, another',
      { ...machineWith('patients:write'), clinicId: northClinic },
      southClinic,
      'UNKNOWN_REFERENCE',
    ],
  ] as const)('knows at which clinic it is: %s', async (_, caller, clinicId, expected) => {
    const answer = await register({ ...grace, ...(clinicId && { clinicId }) }, caller);

    if (expected === northClinic) expect(answer.json.data).toMatchObject({ clinicId: northClinic });
    else expect(answer.json.code ?? answer.status).toBe(expected);
    if (expected === 'UNKNOWN_REFERENCE') expect(answer.json.errors).toMatchObject([{ path: 'clinicId' }]);
  });

  it('registers nobody whom it cannot put on record', async () => {
    database.hooks.before = (operation) => {
      if (operation === 'transact') throw new AnswerLost();
    };

    expect((await register(grace)).status).toBe(503);
    expect(patientItems(database, 'patient')).toEqual([]);
  });
});

describe('a registration with an Idempotency-Key', () => {
  const headers = { 'idempotency-key': 'registration-1' };

  it('is carried out once, of twenty at once, and answers all of them alike', async () => {
    const handler = createHandler(patients.registration, stackFor(memberOf('staff')));

    const answers = await Promise.all(Array.from({ length: 20 }, () => invoke(handler, { json: grace, headers })));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text, headers: { etag, location } }) => `${text} ${etag} ${location}`)).size).toBe(1);
    expect(answers.filter((answer) => answer.headers['idempotency-replayed'] === 'true')).toHaveLength(19);
    expect(patientItems(database, 'patient')).toHaveLength(1);
    expect(patientsOf(database, northClinic)).toBe(1);
  });

  it('shows the notes no more to who was linked to the patient since then', async () => {
    const caller = memberOf('staff');
    const first = await register(grace, caller, headers);
    await linkTo(patients, dataOf(first).id, caller.userId);

    const again = await register(grace, caller, headers);

    expect([again.status, again.headers['idempotency-replayed']]).toEqual([201, 'true']);
    expect(dataOf(again)).toMatchObject({ number: dataOf(first).number, allergies: grace.allergies });
    expect(again.text).not.toContain(grace.internalNotes);
  });

  it('shows them to everybody else, as the first time', async () => {
    const first = await register(grace, memberOf('staff'), headers);
    await linkTo(patients, dataOf(first).id, memberOf('user').userId);

    expect((await register(grace, memberOf('staff'), headers)).text).toBe(first.text);
  });

  it.each([
    ['is in another clinic by then', async () => undefined, memberOf('staff', southClinic)],
    ['has no clinic any more', async () => undefined, { ...memberOf('staff'), clinicId: undefined }],
    [
      'repeats it once the patient is deleted',
      (patientId: string) => patients.deletions.delete(memberOf('staff'), { patientId }),
      memberOf('staff'),
    ],
    [
      'repeats it once nothing is left of the patient',
      async (patientId: string) => {
        const key = { pk: `PATIENT#${patientId}`, sk: 'PATIENT' };
        await database.write({ kind: 'delete', table: 'clinic', key }, AbortSignal.timeout(1_000));
      },
      memberOf('staff'),
    ],
  ])('shows nothing to who %s, as of a patient who is not there', async (_, work, caller) => {
    const first = await register(grace, memberOf('staff'), headers);
    await work(dataOf(first).id);
    resetCalls(database);
    const stack = stackFor(caller);

    const again = await send(createHandler(patients.registration, stack), { json: grace, headers });

    expect([again.status, again.json.code]).toEqual([404, 'PATIENT_NOT_FOUND']);
    expect(again.text).not.toContain(dataOf(first).id);
    expect(stack.refusals).toHaveLength(1);
    expect(database.calls).toMatchObject({ get: 1, batchGet: 1, query: 0, write: 0, transact: 0 });
    expect(auditOf(database, 'patient.read')).toEqual([]);
  });

  it('shows who left the clinic a patient who is linked to them, and no others of the clinic', async () => {
    const first = await register(grace);
    await patients.catchUp();
    const twin = await register({ ...grace, email: 'twin@example.com' }, memberOf('staff'), headers);
    const caller = memberOf('staff', southClinic);
    const within = await register({ ...grace, email: 'twin@example.com' }, memberOf('staff'), headers);
    await linkTo(patients, dataOf(twin).id, caller.userId);

    const again = await register({ ...grace, email: 'twin@example.com' }, caller, headers);

    expect(twin.text).toContain(dataOf(first).id);
    expect(within.text).toBe(twin.text);
    expect([again.status, dataOf(again).id]).toEqual([201, dataOf(twin).id]);
    expect(again.text).not.toContain(dataOf(first).id);
    expect(auditOf(database, 'patient.read').map(({ details }) => details)).toMatchObject([
      { as: 'staff' },
      { as: 'patient' },
    ]);
  });

  it('shows nothing where whose the patient is was changed past the product', async () => {
    const first = await register(grace, memberOf('staff'), headers);
    const record = patientItems(database, 'patient')[0];
    if (record) database.plant('clinic', { ...record, clinicId: southClinic });

    const again = await register(grace, memberOf('staff', southClinic), headers);

    expect([first.status, again.status]).toEqual([201, 500]);
    expect(again.text).not.toContain(grace.name);
  });

  it('is on record as a reading before it is shown again, and not shown where it cannot be', async () => {
    const first = await register(grace, memberOf('staff'), headers);
    resetCalls(database);

    const again = await register(grace, memberOf('staff'), headers);

    expect(again.text).toBe(first.text);
    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 1, transact: 0 });
    expect(auditOf(database, 'patient.read')).toMatchObject([
      { subject: `patients/${dataOf(first).id}`, details: { as: 'staff', clinicId: northClinic } },
    ]);
    database.hooks.before = (operation) => {
      if (operation === 'write') throw new AnswerLost();
    };
    const unrecorded = await register(grace, memberOf('staff'), headers);
    expect(unrecorded.status).toBe(503);
    expect(unrecorded.text).not.toContain(grace.name);
  });

  it('leaves nothing sensitive to read, nor in its event, entry or line', async () => {
    const { lines } = await register(grace, memberOf('staff'), headers);
    const told = ['Penicillin', '12 Elm Street', 'Prefers the morning', '1986-12-09'];
    const tables = ['clinic', 'platform', 'events', 'audit', 'index', 'data-keys'] as const;
    await patients.catchUp();

    const haystacks = tables.map((table) => jsonOf(table, database.itemsOf(table)));

    expect(tracesOf(told, [...haystacks, jsonOf('the log', lines)])).toEqual([]);
    expect(tracesOf(['Grace Hopper', 'grace@example.com'], haystacks)).toEqual([
      'Grace Hopper in plain in clinic',
      'grace@example.com in plain in clinic',
      // By a whole address, too, a patient is searched for.
      'grace@example.com in plain in index',
    ]);
  });
});

describeAccess(
  trigger,
  ({ patients, stack }) => createHandler(patients.registration, stack),
  workers(201, { ...grace, clinicId: northClinic }),
);
