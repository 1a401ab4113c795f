import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/patients/update-patient.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import type { Patient } from '../../../lib/domains/clinic/patients/schema.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { onPatients } from '../../support/access/expectations.ts';
import { northClinic, plantClinics, southClinic } from '../../support/clinics.ts';
import { invoke, send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import {
  countOf,
  createPatients,
  doctorOf,
  linkTo,
  memberOf,
  type Patients,
  patientItems,
  toldOf,
} from '../../support/patients.ts';
import { auditOf, resetCalls, stackOf } from '../../support/people.ts';

const internalNotes = 'Prefers the morning.';
const address = { line1: '12 Elm Street', city: 'Albany', postalCode: '12207', country: 'US' };
const doctor = '019a0000-0000-7000-8000-00000000a002';
const farDoctor = '019a0000-0000-7000-8000-00000000a003';
const formerDoctor = '019a0000-0000-7000-8000-00000000a004';

let database: MemoryDatabase;
let patients: Patients;
let grace: Patient;

beforeEach(async () => {
  database = createMemoryDatabase();
  plantClinics(database);
  database.plant('clinic', doctorOf({ id: doctor }));
  database.plant('clinic', doctorOf({ id: farDoctor, clinicId: southClinic }));
  database.plant('clinic', doctorOf({ id: formerDoctor, formerSince: '2026-03-02T09:00:00.000Z' }));
  patients = await createPatients(database);
  grace = await patients.register({
    name: 'Grace Hopper',
    bloodGroup: 'O-',
    allergies: ['Latex'],
    internalNotes,
    address,
  });
  patients.clock.advance(60);
  resetCalls(database);
});

async function change(
  json: unknown,
  { caller = memberOf('staff') as Caller, patientId = grace.id, headers = {} } = {},
) {
  const stack = stackOf(caller);
  const handler = createHandler(patients.changes, stack);
  const answer = await send(handler, { method: 'PATCH', params: { patientId }, json, headers });
  return { ...answer, refusals: stack.refusals };
}
const record = () => patientItems(database, 'patient').find(({ id }) => id === grace.id);
const row = () => patientItems(database, 'patient-row').find(({ id }) => id === grace.id);
const addresses = () => patientItems(database, 'patient-email').map(({ patientId }) => patientId);

describe('PATCH /v1/patients/{patientId}', () => {
  it('changes what is there, leaves what is absent, and answers with the new version', async () => {
    const answer = await change({ name: '  Grace Murray ', allergies: ['Latex', 'Penicillin'] });

    expect([answer.status, answer.headers.etag]).toEqual([200, '"2"']);
    expect(answer.json.data).toMatchObject({
      ...{ name: 'Grace Murray', allergies: ['Latex', 'Penicillin'], bloodGroup: 'O-', address, internalNotes },
      ...{ number: grace.number, createdAt: grace.createdAt, updatedAt: patients.clock().toISOString() },
    });
    expect(record()).toMatchObject({ name: 'Grace Murray', version: 2 });
    expect(row()).toMatchObject({ name: 'Grace Murray' });
  });

  it('clears what is null', async () => {
    const nothing = { bloodGroup: null, dateOfBirth: null, address: null, primaryDoctorId: null, internalNotes: null };
    await change({ dateOfBirth: '1986-12-09', primaryDoctorId: doctor });

    const answer = await change({ ...nothing, allergies: null });

    expect(answer.json.data).toMatchObject({ allergies: [] });
    for (const field of Object.keys(nothing)) {
      expect(answer.json.data).not.toHaveProperty(field);
      expect(record()).not.toHaveProperty(field);
    }
    expect(row()).not.toHaveProperty('bloodGroupHash');
    expect(row()).not.toHaveProperty('twinHash');
    expect(row()).not.toHaveProperty('primaryDoctorId');
  });

  it.each([
    ['name', { name: 'Grace Murray' }, ['name']],
    ['email', { email: 'murray@example.com' }, ['email']],
    ['phone', { phone: '+12125550199' }, ['phone']],
    ['primaryDoctorId', { primaryDoctorId: doctor }, ['primaryDoctorId']],
    ['bloodGroup', { bloodGroup: 'AB-' }, ['bloodGroupHash']],
    ['dateOfBirth', { dateOfBirth: '1986-12-09' }, ['dateOfBirth', 'twinHash']],
  ])('lets the row say %s, where that alone is changed', async (_, json, fields) => {
    const before = row();

    expect((await change(json)).status).toBe(200);

    const after = row();
    for (const field of fields) {
      expect(after?.[field]).toBeDefined();
      expect(after?.[field]).not.toEqual(before?.[field]);
    }
  });

  it('leaves the row as it is, where only what it does not say is changed', async () => {
    const before = row();

    await change({ internalNotes: 'Deaf in one ear.', allergies: null, address: null });

    expect(row()).toEqual(before);
  });

  it('makes one batch read and one transaction, with the names of the fields on record', async () => {
    const answer = await change({ name: 'Grace Murray', internalNotes: 'Deaf in one ear.', bloodGroup: 'AB-' });

    expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 1 });
    expect(answer.lines).toHaveLength(1);
    const [entry] = auditOf(database, 'patient.changed');
    expect(entry?.subject).toBe(`patients/${grace.id}`);
    expect(entry?.details).toEqual({
      as: 'staff',
      clinicId: northClinic,
      fields: ['bloodGroup', 'internalNotes', 'name'],
    });
    expect(JSON.stringify([entry, database.itemsOf('events')])).not.toMatch(/Murray|Deaf|AB-/);
  });

  it('tells of it by ids alone', async () => {
    await change({ name: 'Grace Murray' });

    expect(toldOf(database, 'patient.changed')).toEqual([{ patientId: grace.id, clinicId: northClinic }]);
  });

  it('makes one read more where the address changes, whose former one is free from then on', async () => {
    await change({ email: 'Murray@Example.com' });

    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 0, transact: 1 });
    const other = await patients.register({ email: grace.email });
    expect(addresses().sort()).toEqual([grace.id, other.id].sort());
    expect(record()).toMatchObject({ email: 'murray@example.com' });
  });

  it('leaves the row alone that shows nothing of the change', async () => {
    await change({ internalNotes: 'Deaf in one ear.', address: null });

    expect(row()).toMatchObject({ version: 1 });
  });

  it('takes no address of another patient of the clinic, whatever its case, and one of another clinic', async () => {
    await patients.register({ email: 'taken@example.com' });
    await patients.register({ email: 'far@example.com' }, memberOf('staff', southClinic));

    const refused = await change({ email: 'TAKEN@example.com' });
    const taken = await change({ email: 'far@example.com' });

    expect([refused.status, refused.json.code]).toEqual([409, 'DUPLICATE_EMAIL']);
    expect(refused.json.detail).toContain('name+child@example.com');
    expect(taken.status).toBe(200);
  });

  it('takes the address that the patient has', async () => {
    expect((await change({ email: grace.email.toUpperCase() })).status).toBe(200);
  });

  it.each([
    ['of the clinic', doctor, 200],
    ['of another clinic', farDoctor, 422],
    ['of before', formerDoctor, 422],
    ['of nowhere', '019a0000-0000-7000-8000-00000000a005', 422],
  ])('takes a doctor as the one in charge who is one %s alone', async (_, primaryDoctorId, status) => {
    const answer = await change({ primaryDoctorId });

    expect(answer.status).toBe(status);
    if (status === 200) return;
    expect(answer.json).toMatchObject({ code: 'UNKNOWN_REFERENCE', errors: [{ path: 'primaryDoctorId' }] });
    expect(record()).toMatchObject({ version: 1 });
  });

  it('goes on for a patient whose doctor is none any more', async () => {
    await change({ primaryDoctorId: doctor });
    database.plant('clinic', doctorOf({ id: doctor, formerSince: '2026-03-08T09:31:00.000Z' }));

    expect((await change({ name: 'Grace Murray', primaryDoctorId: doctor })).status).toBe(200);
  });

  it.each([
    ['the current version', '"1"', 200],
    ['an earlier one', '"0"', 412],
    ['whatever is there', '*', 200],
    ['the current version among others', '"9", "1"', 200],
    ['others alone', '"9"', 412],
  ])('holds a change to If-Match: %s', async (_, tag, status) => {
    expect((await change({ name: 'Grace Murray' }, { headers: { 'if-match': tag } })).status).toBe(status);
  });

  it('holds nobody up whose version is from before a booking', async () => {
    database.plant('clinic', countOf(grace.id, { appointments: 1 }));

    const answer = await change({ name: 'Grace Murray' }, { headers: { 'if-match': '"1"' } });

    expect(answer.status).toBe(200);
    expect(answer.json.data).toMatchObject({ appointmentCount: 1 });
  });

  it('lets a member of staff change their own record, and neither shows them the notes nor takes any of them', async () => {
    const caller = memberOf('staff');
    await linkTo(patients, grace.id, caller.userId);

    const changed = await change({ phone: '212 555 0199' }, { caller });
    const refused = await change({ internalNotes: null }, { caller });

    expect(changed.json.data).toMatchObject({ phone: '2125550199' });
    expect(changed.text).not.toContain(internalNotes);
    expect(auditOf(database, 'patient.changed')[0]?.details).toMatchObject({ as: 'staff' });
    expect([refused.status, refused.json.code, refused.refusals.length]).toEqual([403, 'OWN_NOTES', 1]);
    expect((await change({ name: 'Grace' })).text).not.toContain(internalNotes);
    expect((await change({ name: 'Grace' }, { caller: memberOf('doctor') })).json.data).toMatchObject({
      internalNotes,
    });
  });

  it('changes nothing that it cannot put on record', async () => {
    database.hooks.before = (operation) => {
      if (operation === 'transact') throw new AnswerLost();
    };

    expect((await change({ name: 'Grace Murray' })).status).toBe(503);
    expect(record()).toMatchObject({ name: 'Grace Hopper', version: 1 });
    expect(row()).toMatchObject({ name: 'Grace Hopper' });
  });

  it('lets one of many win that mean the same version, and tells the others', async () => {
    const handler = createHandler(patients.changes, stackOf(memberOf('staff')));
    const fields = { method: 'PATCH', params: { patientId: grace.id }, headers: { 'if-match': '"1"' } };

    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) => invoke(handler, { ...fields, json: { name: `Grace ${at}` } })),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)]);
  });

  it('does not change who is deleted, nor who is of another clinic', async () => {
    const far = memberOf('staff', southClinic);
    const elsewhere = await change({ name: 'Grace Murray' }, { caller: far });
    await patients.deletions.delete(memberOf('staff'), { patientId: grace.id });

    expect(elsewhere.json.code).toBe('PATIENT_NOT_FOUND');
    expect((await change({ name: 'Grace Murray' })).json.code).toBe('PATIENT_NOT_FOUND');
  });

  it.each([
    ['nothing at all', {}, ''],
    ['a name that is null', { name: null }, 'name'],
    ['an address that is null', { email: null }, 'email'],
    ['a telephone number that is null', { phone: null }, 'phone'],
    ['a group that is none', { bloodGroup: 'C+' }, 'bloodGroup'],
    ['a birth date ahead', { dateOfBirth: '2026-03-10' }, 'dateOfBirth'],
    ['a birth date of nobody alive', { dateOfBirth: '1896-03-07' }, 'dateOfBirth'],
    ['a country that is none', { address: { ...address, country: 'ZZ' } }, 'address.country'],
    ['a part of an address', { address: { line1: '12 Elm Street' } }, 'address.city'],
    ['an allergy twice', { allergies: ['Latex', 'LATEX'] }, 'allergies'],
    ['a number', { number: 'PAT-00000000' }, 'number'],
    ['a clinic', { clinicId: southClinic }, 'clinicId'],
    ['a link', { userId: doctor }, 'userId'],
    ['a count', { appointmentCount: 0 }, 'appointmentCount'],
  ])('refuses %s with 400', async (_, json, path) => {
    const answer = await change(json);

    expect(answer.status).toBe(400);
    expect(answer.json.errors).toEqual(expect.arrayContaining([expect.objectContaining({ path })]));
  });
});

describeAccess(
  trigger,
  ({ patients, stack }) => createHandler(patients.changes, stack),
  onPatients(200, { json: { name: 'Grace Hopper' } }),
);
