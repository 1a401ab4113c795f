import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler as createGetHandler } from '../../../functions/patients/get-patient.ts';
import { createHandler, trigger } from '../../../functions/patients/link-patient.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import type { Stored } from '../../../lib/data/entity.ts';
import { createPatientLinks } from '../../../lib/domains/clinic/patients/links.ts';
import type { Patient } from '../../../lib/domains/clinic/patients/schema.ts';
import type { User } from '../../../lib/domains/identity/users/schema.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { onPatients } from '../../support/access/expectations.ts';
import { northClinic, plantClinics, southClinic } from '../../support/clinics.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createPatients, memberOf, type Patients } from '../../support/patients.ts';
import {
  auditOf,
  callerOf,
  createPeople,
  machineWith,
  type People,
  resetCalls,
  stackOf,
} from '../../support/people.ts';

let database: MemoryDatabase;
let people: People;
let patients: Patients;
let mother: User;
let child: Stored<Patient>;

beforeEach(async () => {
  database = createMemoryDatabase();
  plantClinics(database);
  people = createPeople(database);
  patients = await createPatients(database, people);
  mother = await people.enrol({ email: 'mother@example.com', name: 'Ada Lovelace' });
  child = await patients.register({ name: 'Byron', email: 'mother+byron@example.com', internalNotes: 'Shy.' });
  people.clock.advance(60);
  resetCalls(database);
});

interface Asked {
  readonly caller?: Caller;
  readonly patientId?: string;
  readonly headers?: Record<string, string>;
}

async function link(json: object, { caller = memberOf('staff'), patientId = child.id, headers = {} }: Asked = {}) {
  const stack = stackOf(caller);
  const handler = createHandler(createPatientLinks(patients), stack);
  const answer = await send(handler, { method: 'PUT', params: { patientId }, json, headers });
  return { ...answer, refusals: stack.refusals };
}

const look = (caller: Caller, patientId = child.id) =>
  send(createGetHandler(patients.viewing, stackOf(caller)), { params: { patientId } });
const stored = () => database.itemsOf('clinic').find(({ pk }) => pk === `PATIENT#${child.id}`);
const linkEvents = () =>
  database
    .itemsOf('events')
    .map(({ event }) => event as { type: string; data: object })
    .filter(({ type }) => type.endsWith('linked'))
    .map(({ type, data }) => ({ type, data }));

describe('PUT /v1/patients/{patientId}/link', () => {
  it('links a patient to an account, which sees the record at once, without the notes', async () => {
    const answer = await link({ userId: mother.id });
    const own = await look(callerOf(mother));

    expect(answer.status).toBe(200);
    expect(answer.headers.etag).toBe('"2"');
    const { version: _, ...seen } = child;
    expect(answer.json.data).toEqual({ ...seen, userId: mother.id, updatedAt: people.clock().toISOString() });
    expect(own.json.data).toMatchObject({ id: child.id, name: 'Byron' });
    expect(own.json.data).not.toHaveProperty('internalNotes');
  });

  it('finds the account by its address, in any case', async () => {
    const answer = await link({ email: ' Mother@Example.com ' });

    expect(answer.json.data).toMatchObject({ userId: mother.id });
  });

  it('enters the patient in the list of the account', async () => {
    await link({ userId: mother.id });
    await patients.catchUp();

    const listed = database.itemsOf('index').filter(({ pk }) => pk.includes(`ACCOUNT#${mother.id}`));
    expect(listed.map(({ recordId }) => recordId)).toEqual([child.id, child.id]);
  });

  it('reads the patient and the account, and makes one transaction, which is on record and told of', async () => {
    await link({ userId: mother.id });

    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 0, transact: 1 });
    const [entry] = auditOf(database, 'patient.linked');
    const { clinicId } = child;
    expect(entry).toMatchObject({ subject: `patients/${child.id}` });
    expect(entry?.details).toEqual({ as: 'staff', clinicId, userId: mother.id });
    expect(linkEvents()).toEqual([
      { type: 'patient.linked', data: { patientId: child.id, clinicId, userId: mother.id } },
    ]);
  });

  it('links an account to several patients', async () => {
    const other = await patients.register({ name: 'Ada Lovelace' });

    await link({ userId: mother.id });
    await link({ userId: mother.id }, { patientId: other.id });

    const seen = await Promise.all([child, other].map(({ id }) => patients.viewing.get(callerOf(mother), id)));
    expect(seen.map(({ name }) => name)).toEqual(['Byron', 'Ada Lovelace']);
  });

  it('puts an account in the place of another, which sees nothing from then on', async () => {
    const father = await people.enrol({ email: 'father@example.com' });
    await link({ userId: father.id });

    const answer = await link({ email: 'mother@example.com' });

    expect(answer.json.data).toMatchObject({ userId: mother.id });
    expect((await look(callerOf(father))).json.code).toBe('PATIENT_NOT_FOUND');
    expect(auditOf(database, 'patient.linked')[1]?.details).toMatchObject({
      userId: mother.id,
      formerUserId: father.id,
    });
    expect(linkEvents().map(({ type, data }) => [type, Reflect.get(data, 'userId')])).toEqual([
      ['patient.linked', father.id],
      ['patient.unlinked', father.id],
      ['patient.linked', mother.id],
    ]);
  });

  it.each([
    ['an admin', 'admin', memberOf('admin')],
    ['a key of the clinic', 'program', { ...machineWith('patients:link'), clinicId: northClinic }],
  ])('is on record as what %s does', async (_, as, caller) => {
    await link({ userId: mother.id }, { caller });

    expect(auditOf(database, 'patient.linked')[0]?.details).toMatchObject({ as });
  });

  it('changes nothing of a patient who is linked to the account already, and puts on record that they were seen', async () => {
    await link({ userId: mother.id });
    people.clock.advance(60);
    resetCalls(database);

    const again = await link({ email: 'mother@example.com' });

    expect([again.status, again.headers.etag]).toEqual([200, '"2"']);
    expect(database.calls).toEqual({ get: 2, batchGet: 1, query: 0, write: 1, transact: 0 });
    expect(auditOf(database, 'patient.linked')).toHaveLength(1);
    expect(auditOf(database, 'patient.read')[0]?.details).toEqual({ as: 'staff', clinicId: child.clinicId });
  });

  it('finds no account by an address that is given up between the reads, though the patient be linked to it', async () => {
    await link({ userId: mother.id });
    const person = await people.repository.find(mother.id);
    if (!person) throw new Error('there is nobody');
    let reads = 0;
    database.hooks.before = async (operation) => {
      if (operation !== 'get' || ++reads < 2) return;
      database.hooks.before = undefined;
      const changeId = '019a0000-0000-7000-8000-00000000cc01';
      const change = { email: 'other@example.com', changeId, now: people.clock() };
      await people.commit(people.repository.changeEmail(person, change));
    };

    const answer = await link({ email: 'mother@example.com' });

    expect([answer.status, answer.json.code]).toEqual([404, 'USER_NOT_FOUND']);
    expect(auditOf(database, 'patient.read')).toEqual([]);
  });

  it.each([
    ['staff', 'id'],
    ['staff', 'address'],
    ['admin', 'id'],
    ['admin', 'address'],
  ] as const)('lets others link a patient to somebody who is %s, named by their %s', async (role, name) => {
    const member = await people.enrol({ email: 'member@example.com', roles: [role], clinicId: child.clinicId });
    const caller = memberOf(role, child.clinicId, member.id);
    const json = name === 'id' ? { userId: member.id } : { email: 'Member@example.com' };

    const own = await link(json, { caller });
    const hidden = await link(json, { caller: { ...caller, roles: ['staff'], clinicId: southClinic } });

    expect([own.status, own.json.code, own.refusals.length]).toEqual([403, 'OWN_LINK', 1]);
    expect(own.text).not.toContain('Shy.');
    expect(hidden.json.code).toBe('PATIENT_NOT_FOUND');
    expect(stored()).not.toHaveProperty('userId');
    expect([...auditOf(database, 'patient.linked'), ...auditOf(database, 'patient.read'), ...linkEvents()]).toEqual([]);
    expect((await link(json)).json.data).toMatchObject({ userId: member.id });
  });

  it.each([
    ['a member of staff', 'staff'],
    ['an admin', 'admin'],
  ] as const)('lets others link a patient to whom %s is linked', async (_, role) => {
    const { id: ownId } = await people.enrol({ roles: [role], clinicId: child.clinicId });
    const caller = memberOf(role, child.clinicId, ownId);
    await link({ userId: ownId });
    resetCalls(database);

    const answers = [await link({ userId: mother.id }, { caller }), await link({ userId: ownId }, { caller })];

    expect(answers.map(({ status, json }) => [status, json.code])).toEqual([
      [403, 'OWN_LINK'],
      [403, 'OWN_LINK'],
    ]);
    expect(answers.map(({ text }) => text).join()).not.toContain('Shy.');
    expect(database.calls).toEqual({ get: 0, batchGet: 2, query: 0, write: 0, transact: 0 });
    expect(stored()?.userId).toBe(ownId);
    expect((await link({ userId: mother.id })).json.data).toMatchObject({ userId: mother.id });
  });

  it('lets nobody link a patient to whom they were linked a moment before', async () => {
    const nurse = await people.enrol({ roles: ['staff'], clinicId: child.clinicId });
    let linked = false;
    database.hooks.before = async (operation) => {
      if (operation !== 'transact' || linked) return;
      linked = true;
      await link({ userId: nurse.id });
    };

    const answer = await link({ userId: mother.id }, { caller: memberOf('staff', child.clinicId, nurse.id) });

    expect([answer.status, answer.json.code]).toEqual([403, 'OWN_LINK']);
    expect(stored()?.userId).toBe(nurse.id);
  });

  it.each([
    ['names nothing', {}],
    ['names an account twice', { userId: '019a0000-0000-7000-8000-000000000001', email: 'mother@example.com' }],
    ['has no id', { userId: 'mother' }],
  ])('refuses what %s', async (_, json) => {
    expect(await link(json)).toMatchObject({ status: 400, json: { code: 'VALIDATION_FAILED' } });
  });

  it.each([
    ['id', { userId: '019a0000-0000-7000-8000-0000000fffff' }],
    ['address', { email: 'nobody@example.com' }],
  ])('finds no account by an %s that nobody has', async (_, json) => {
    expect(await link(json)).toMatchObject({ status: 404, json: { code: 'USER_NOT_FOUND' } });
    expect(stored()).not.toHaveProperty('userId');
  });

  it('finds no account that is deleted, by either name', async () => {
    const admin = await people.enrol({ roles: ['admin'] });
    await people.deletions.delete(callerOf(admin), { userId: mother.id });

    const answers = [await link({ userId: mother.id }), await link({ email: 'mother@example.com' })];

    expect(answers.map(({ json }) => json.code)).toEqual(['USER_NOT_FOUND', 'USER_NOT_FOUND']);
  });

  it('hides the members of other clinics from a key of this one, and not the public', async () => {
    const caller = { ...machineWith('patients:link'), clinicId: child.clinicId };
    const far = await people.enrol({ roles: ['doctor'], clinicId: southClinic });

    const hidden = await link({ userId: far.id }, { caller });
    const known = await link({ userId: mother.id }, { caller });

    expect([hidden.json.code, hidden.refusals.length]).toEqual(['USER_NOT_FOUND', 1]);
    expect(known.status).toBe(200);
  });

  it('demands that the address is verified', async () => {
    const { id: userId } = await people.registrations.register({
      email: 'new@example.com',
      name: 'New',
      password: 'Correct-Horse-9',
      dateOfBirth: '1990-12-10',
    });

    const answers = [await link({ userId }), await link({ email: 'new@example.com' })];

    expect(answers.map(({ status, json }) => [status, json.code])).toEqual([
      [422, 'EMAIL_NOT_VERIFIED'],
      [422, 'EMAIL_NOT_VERIFIED'],
    ]);
  });

  it('looks for no account where the patient is of another clinic, who looks absent', async () => {
    const caller = memberOf('staff', southClinic);

    const hidden = await link({ userId: mother.id }, { caller });
    const calls = { ...database.calls };
    resetCalls(database);
    const absent = await link({ userId: mother.id }, { caller, patientId: '019a0000-0000-7000-8000-0000000fffff' });

    expect(hidden.json).toMatchObject({ status: 404, code: 'PATIENT_NOT_FOUND' });
    expect(absent.json).toMatchObject({ status: 404, code: 'PATIENT_NOT_FOUND' });
    expect([calls.get, calls.batchGet]).toEqual([0, 1]);
    expect(database.calls).toEqual(calls);
    expect([hidden.refusals.length, absent.refusals.length]).toEqual([1, 1]);
  });

  it('refuses a change that means an earlier version', async () => {
    await patients.changes.change(memberOf('staff'), { patientId: child.id }, { name: 'Byron King' });

    const answer = await link({ userId: mother.id }, { headers: { 'if-match': '"1"' } });

    expect(answer.json).toMatchObject({ status: 412, code: 'STALE_VERSION' });
    expect(stored()).not.toHaveProperty('userId');
  });

  it('counts once when the answer of the store is lost', async () => {
    let lost = false;
    database.hooks.after = (operation) => {
      if (operation !== 'transact' || lost) return;
      lost = true;
      throw new AnswerLost('lost');
    };

    const answer = await link({ userId: mother.id });

    expect([answer.status, answer.headers.etag]).toEqual([200, '"2"']);
    expect(auditOf(database, 'patient.linked')).toHaveLength(1);
  });

  describe('while the account changes, just before the transaction', () => {
    /** Lets something happen between the reads and the transaction, once. */
    function meanwhile(work: () => Promise<unknown>) {
      database.hooks.before = async (operation) => {
        if (operation !== 'transact') return;
        database.hooks.before = undefined;
        await work();
      };
    }

    it('links nobody who is deleted at that moment', async () => {
      const admin = callerOf(await people.enrol({ roles: ['admin'] }));
      meanwhile(() => people.deletions.delete(admin, { userId: mother.id }));

      expect((await link({ userId: mother.id })).json.code).toBe('USER_NOT_FOUND');
      expect(stored()).not.toHaveProperty('userId');
      expect(linkEvents()).toEqual([]);
    });

    it.each([
      ['address', { email: 'mother@example.com' }, 'USER_NOT_FOUND'],
      ['id', {}, undefined],
    ])('links an account that was named by its %s as long as that is its own', async (_, named, code) => {
      const person = await people.repository.find(mother.id);
      if (!person) throw new Error('there is nobody');
      const change = {
        email: 'other@example.com',
        changeId: '019a0000-0000-7000-8000-00000000cc01',
        now: people.clock(),
      };
      meanwhile(() => people.commit(people.repository.changeEmail(person, change)));

      const answer = await link('email' in named ? named : { userId: mother.id });

      expect(answer.json.code).toBe(code);
      expect(stored()?.userId).toBe(code ? undefined : mother.id);
    });

    it('links nobody whose address is not proved at that moment', async () => {
      const person = database.itemsOf('identity').find(({ pk, sk }) => pk === `USER#${mother.id}` && sk === 'PERSON');
      if (!person) throw new Error('there is nobody');
      meanwhile(async () => database.plant('identity', { ...person, emailVerified: false }));

      expect((await link({ userId: mother.id })).json.code).toBe('EMAIL_NOT_VERIFIED');
      expect(stored()).not.toHaveProperty('userId');
    });

    it('links the patient as they are by then, where somebody else was faster', async () => {
      meanwhile(() => patients.changes.change(memberOf('staff'), { patientId: child.id }, { name: 'Byron King' }));

      const answer = await link({ userId: mother.id });

      expect(answer.json.data).toMatchObject({ name: 'Byron King', userId: mother.id });
      expect(answer.headers.etag).toBe('"3"');
    });
  });

  it('shows nothing to an account that is deleted, and the record again when it is restored', async () => {
    const admin = callerOf(await people.enrol({ roles: ['admin'] }));
    await link({ userId: mother.id });

    await people.deletions.delete(admin, { userId: mother.id });
    const relinked = await link({ userId: mother.id });
    await people.deletions.restore(admin, mother.id);

    expect(relinked.json.code).toBe('USER_NOT_FOUND');
    expect((await look(callerOf(mother))).status).toBe(200);
  });
});

describeAccess(
  trigger,
  ({ patients, stack }) => createHandler(patients.links, stack),
  onPatients(200, { ofAdmin: 403, notForDoctors: 'by permission', json: { email: 'otheruser@example.com' } }),
);
