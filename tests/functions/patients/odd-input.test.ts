import { beforeEach, describe, expect, it } from '@jest/globals';
import * as getPatient from '../../../functions/patients/get-patient.ts';
import * as registerPatient from '../../../functions/patients/register-patient.ts';
import * as updatePatient from '../../../functions/patients/update-patient.ts';
import type { Patient } from '../../../lib/domains/clinic/patients/schema.ts';
import { plantClinics } from '../../support/clinics.ts';
import { type Answer, type RequestFields, send } from '../../support/http.ts';
import { createMemoryDatabase } from '../../support/memory-database.ts';
import { createMutations, mutationSeed } from '../../support/mutations.ts';
import { createPatients, memberOf, type Patients } from '../../support/patients.ts';
import { stackOf } from '../../support/people.ts';
import { sizes } from '../../support/sizes.ts';

let patients: Patients;

beforeEach(async () => {
  const database = createMemoryDatabase();
  plantClinics(database);
  patients = await createPatients(database);
});

const grace = {
  name: 'Grace Hopper',
  email: 'grace@example.com',
  phone: '+12125550123',
  bloodGroup: 'O-',
  dateOfBirth: '1986-12-09',
  allergies: ['Penicillin'],
  address: { line1: '12 Elm Street', city: 'Albany', postalCode: '12207', country: 'US' },
  internalNotes: 'Prefers the morning.',
};
type Field = keyof typeof grace;

const staff = memberOf('staff');
const stack = () => ({ ...stackOf(staff), idempotencyRecords: patients.idempotencyRecords });
const register = (fields: RequestFields) =>
  send(registerPatient.createHandler(patients.registration, stack()), { method: 'POST', ...fields });
const change = (patientId: string, fields: RequestFields) =>
  send(updatePatient.createHandler(patients.changes, stack()), { method: 'PATCH', params: { patientId }, ...fields });
const show = (patientId: string) =>
  send(getPatient.createHandler(patients.viewing, stack()), { params: { patientId } });
const patientIn = ({ json }: Pick<Answer, 'json'>) => json.data as Patient;
const pathsIn = ({ json }: Answer) => (json.errors as { path: string }[] | undefined)?.map(({ path }) => path);

describe('what people are called', () => {
  it.each([
    'Ада Лавлейс',
    'Ἀδριανός Παππᾶς',
    'عائشة بنت أبي بكر',
    'שָׂרָה',
    '李小龍',
    'さくら',
    '김 하늘',
    'नरेन्द्र',
    'ศรีสุดา',
    'Nguyễn Thị Ánh',
    'ʻOkina Kahanamoku',
    'J. R. “Bob” O’Connor-Łęcki III',
    '𝒜'.repeat(100),
    '­\u0301x',
    '---',
    '🩺',
  ])('is taken, shown and found by index as it is typed: %s', async (name) => {
    const answer = await register({ json: { ...grace, name } });
    await patients.catchUp();

    expect(answer.status).toBe(201);
    expect(patientIn(await show(patientIn(answer).id)).name).toBe(name.normalize('NFC'));
  });
});

const surrogate = '\ud800';
const long = (letters: number) => `${'a'.repeat(60)}@${'b.'.repeat((letters - 64) / 2)}com`;
/** What each field does not take. */
const refused: Readonly<Partial<Record<Field, readonly unknown[]>>> = {
  name: [
    '',
    ' ',
    'a'.repeat(101),
    'a\u0000b',
    `a${surrogate}`,
    '\u202eecarG',
    '\u200b',
    '\u0301',
    7,
    null,
    ['Grace'],
    {},
  ],
  email: ['grace', 'grace@', `${long(254)}m`, 'ｇrace@example.com', 'g\u0000@example.com', 7, {}],
  phone: [
    '２１２５５５０１２３',
    '212555012',
    '+0212555012',
    '+1212555012345678',
    '٢١٢٥٥٥٠١٢٣',
    '212-555-0123 x7',
    2125550123,
  ],
  bloodGroup: ['o-', 'O', 'AB', 'A−', '', 0],
  dateOfBirth: [
    '2026-02-30',
    '1900-02-29',
    '2026-03-10',
    '1896-03-07',
    '0000-00-00',
    '1986-12-9',
    '+001986-12-09',
    19861209,
  ],
  allergies: [
    Array.from({ length: 51 }, (_, at) => `Pollen ${at}`),
    ['Milk', 'mílk'],
    [''],
    ['a'.repeat(101)],
    [null],
    'Milk',
  ],
  address: [
    { ...grace.address, country: 'XX' },
    { ...grace.address, country: 'USA' },
    { ...grace.address, line1: '' },
    { ...grace.address, postalCode: '1'.repeat(21) },
    { ...grace.address, planet: 'Earth' },
    { city: 'Albany' },
    [],
    'Albany',
  ],
  internalNotes: ['', 'a'.repeat(10_001), 'a\u0000', `a${surrogate}`, 7, ['note']],
};
const cases = Object.entries(refused).flatMap(([field, values]) => values.map((value) => [field, value] as const));

describe('a field of a patient', () => {
  it.each(cases)('%s does not take %j, whether it registers or changes, and is named', async (field, value) => {
    const { id } = patientIn(await register({ json: grace }));
    const answers = [
      await register({ json: { ...grace, email: 'other@example.com', [field]: value } }),
      await change(id, { json: { [field]: value } }),
    ];

    for (const answer of answers) {
      expect([answer.status, answer.json.code]).toEqual([400, 'VALIDATION_FAILED']);
      expect(pathsIn(answer)?.every((path) => path.split('.')[0] === field)).toBe(true);
    }
    expect(patientIn(await show(id))).toMatchObject(grace);
  });

  it('takes the longest, the oldest and the most there may be', async () => {
    const json = {
      ...grace,
      email: long(254),
      dateOfBirth: '1896-03-08',
      allergies: Array.from({ length: 50 }, (_, at) => `${'𝒜'.repeat(90)} ${at}`),
      address: { ...grace.address, line1: '𝒜'.repeat(100), line2: '𝒜'.repeat(100), country: 'bv' },
      internalNotes: '𝒜\n\t'.repeat(3_333),
    };

    const answer = await register({ json });
    await patients.catchUp();

    expect(answer.status).toBe(201);
    const address = { ...json.address, country: 'BV' };
    const internalNotes = json.internalNotes.trim();
    expect(patientIn(await show(patientIn(answer).id))).toMatchObject({ ...json, address, internalNotes });
  });
});

describe('the body of a patient', () => {
  it.each([
    ['is no object', '[]'],
    ['ends too early', '{"name":'],
    ['names what is no field', JSON.stringify({ ...grace, constructor: 1 })],
    ['would be a prototype', JSON.stringify(grace).replace('{', '{"__proto__":{"role":"admin"},')],
    ['is too deep', `{"name":${'['.repeat(40)}${']'.repeat(40)}}`],
    [
      'says what the server says',
      JSON.stringify({ ...grace, id: '019a0000-0000-7000-8000-000000000001', number: 'PAT-1' }),
    ],
  ])('is refused where it %s', async (_, body) => {
    const answer = await register({ body, headers: { 'content-type': 'application/json' } });

    expect(answer.status).toBe(400);
    expect({}).not.toHaveProperty('role');
  });

  it('is refused where it is larger than any', async () => {
    const answer = await register({ json: { ...grace, internalNotes: 'a'.repeat(300_000) } });

    expect([answer.status, answer.json.code]).toEqual([413, 'BODY_TOO_LARGE']);
  });

  it('means the last of two fields of one name', async () => {
    const body = JSON.stringify(grace).replace('{', '{"name":"Somebody Else",');

    const answer = await register({ body, headers: { 'content-type': 'application/json' } });

    expect(patientIn(answer).name).toBe('Grace Hopper');
  });

  it(`is answered by no 5xx, however it is mutated (POLYCLINIC_TEST_SEED=${mutationSeed})`, async () => {
    const { requestOf } = createMutations();
    const headers = { 'content-type': 'application/json', 'if-match': '"1"', 'idempotency-key': 'a-key-of-a-test' };
    const { id: patientId } = patientIn(await register({ json: grace }));
    const statuses = new Set<number>();

    for (let round = 0; round < sizes.patientMutations; round += 1) {
      const valid = { headers, query: '', body: JSON.stringify({ ...grace, email: `grace-${round}@example.com` }) };
      const isNew = round % 2 === 0;
      const request = requestOf({ ...valid, method: isNew ? 'POST' : 'PATCH', params: isNew ? {} : { patientId } });
      const { status } = isNew ? await register(request) : await change(patientId, request);
      statuses.add(status);
      if (status >= 500) throw new Error(`seed ${mutationSeed}, round ${round}: ${JSON.stringify(request)}`);
    }
    await patients.catchUp();

    expect([...statuses]).toEqual(expect.arrayContaining([200, 201, 400, 412, 415]));
    expect({}).not.toHaveProperty('a');
  });
});
