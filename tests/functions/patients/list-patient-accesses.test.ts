import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/patients/list-patient-accesses.ts';
import type { Caller, Person } from '../../../lib/access/caller.ts';
import { runInContext } from '../../../lib/context.ts';
import type { PatientAccess } from '../../../lib/domains/clinic/patients/access-schema.ts';
import { createPatientAccesses } from '../../../lib/domains/clinic/patients/accesses.ts';
import { createPatientLinks } from '../../../lib/domains/clinic/patients/links.ts';
import type { User } from '../../../lib/domains/identity/users/schema.ts';
import { Unavailable } from '../../../lib/errors.ts';
import { createCursorSeal } from '../../../lib/http/cursor-seal.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { onPatients } from '../../support/access/expectations.ts';
import { aDoctor, appointmentsOn, mondayAtNine, plantDoctor } from '../../support/appointments.ts';
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
import { createTestSecrets } from '../../support/platform.ts';
import { thatWeek, waitingOn } from '../../support/waiting.ts';

const cursors = createCursorSeal(createTestSecrets());
let database: MemoryDatabase;
let people: People;
let patients: Patients;
let grace: User;
let doctor: User;
let clerk: User;
let patientId: string;

const actingAs = (user: User): Person => ({ ...callerOf(user), ...(user.clinicId && { clinicId: user.clinicId }) });

/** Does something as a request of somebody, by which the audit knows who it was. */
function by<T>(user: User | string, work: () => Promise<T>): Promise<T> {
  people.clock.advance(10);
  const actorId = typeof user === 'string' ? user : user.id;
  return runInContext({ functionName: 'test', requestId: 'r1', correlationId: 'r1', actorId }, work);
}

beforeEach(async () => {
  database = createMemoryDatabase();
  plantClinics(database);
  people = createPeople(database);
  patients = await createPatients(database, people);
  grace = await people.enrol({ name: 'Grace Hopper' });
  doctor = await people.enrol({ name: 'Dr. Ada Lovelace', roles: ['doctor'], clinicId: northClinic });
  clerk = await people.enrol({ name: 'Joan Clarke', roles: ['staff'], clinicId: northClinic });
  patientId = (await by(clerk, () => patients.register({ internalNotes: 'Shy.' }, actingAs(clerk)))).id;
  await by(clerk, () => createPatientLinks(patients).link(actingAs(clerk), { patientId }, { userId: grace.id }));
});

interface Asked {
  readonly query?: string;
  readonly id?: string;
  readonly language?: string;
}

async function list(caller: Caller, { query = '', id = patientId, language }: Asked = {}) {
  const stack = stackOf(caller);
  const accesses = createPatientAccesses({ ...patients, database });
  const answer = await send(createHandler(accesses, { ...stack, cursors }), {
    params: { patientId: id },
    query,
    ...(language && { headers: { 'accept-language': language } }),
  });
  return { ...answer, refusals: stack.refusals };
}

const shownIn = ({ json }: { readonly json: Record<string, unknown> }) => json.data as PatientAccess[];
const cursorIn = ({ json }: { readonly json: Record<string, unknown> }) =>
  (json.meta as { nextCursor?: string }).nextCursor;
const open = (user: User) => by(user, () => patients.viewing.get(actingAs(user), patientId));

describe('GET /v1/patients/{patientId}/accesses', () => {
  it('tells the patient who has opened or changed the record, newest first, when, as what, in words', async () => {
    await open(doctor);
    await open(grace);

    const answer = await list(callerOf(grace));

    expect(answer.status).toBe(200);
    expect(shownIn(answer).map(({ what, by, as }) => [what, by.kind, by.name, as])).toEqual([
      ['Your record was opened.', 'you', 'Grace Hopper', 'patient'],
      ['Your record was opened.', 'person', 'Dr. Ada Lovelace', 'doctor'],
      ['An account was given access to your record.', 'person', 'Joan Clarke', 'staff'],
      ['You were registered as a patient.', 'person', 'Joan Clarke', 'staff'],
    ]);
    expect(shownIn(answer)[1]).toMatchObject({ action: 'patient.read', by: { id: doctor.id } });
    expect(shownIn(answer)[0]?.time).toBe(people.clock().toISOString());
  });

  it.each([
    ['de-AT, en;q=0.5', 'Die Akte wurde geöffnet.', 'de'],
    ['es', 'Se abrió la historia clínica.', 'es'],
    ['fr', 'The record was opened.', 'en'],
    [undefined, 'The record was opened.', 'en'],
  ])('says to others what was done in the language that they ask for: %s', async (language, sentence, its) => {
    await open(doctor);

    const answer = await list(actingAs(clerk), { ...(language && { language }) });

    expect(shownIn(answer)[0]?.what).toBe(sentence);
    expect(answer.headers).toMatchObject({ vary: 'accept-encoding, accept-language', 'content-language': its });
    expect(shownIn(answer).map(({ by }) => by.kind)).toEqual(['person', 'you', 'you']);
  });

  it('is on record before it is seen, and does not stand in the list itself', async () => {
    await list(callerOf(grace));
    const again = await list(callerOf(grace));

    expect(shownIn(again).map(({ action }) => action)).toEqual(['patient.linked', 'patient.registered']);
    expect(auditOf(database, 'patient.accesses-read').map(({ subject, details }) => [subject, details])).toEqual(
      Array.from({ length: 2 }, () => [`patients/${patientId}`, { as: 'patient', clinicId: northClinic }]),
    );
  });

  it('is to a member of staff who is linked what it is to the patient', async () => {
    await by(clerk, () => createPatientLinks(patients).link(memberOf('staff'), { patientId }, { userId: clerk.id }));
    await by(doctor, () => patients.changes.change(actingAs(doctor), { patientId }, { internalNotes: 'Very shy.' }));

    const [latest] = shownIn(await list(actingAs(clerk)));

    expect(latest).toMatchObject({ action: 'patient.read', as: 'doctor' });
    expect(latest).not.toHaveProperty('fields');
  });

  it('shows nothing while it cannot be put on record', async () => {
    database.hooks.before = (operation) => {
      if (operation === 'write') throw new Unavailable('DATABASE_UNAVAILABLE', 'down');
    };

    const answer = await list(callerOf(grace));

    expect(answer.status).toBe(503);
    expect(answer.text).not.toContain('opened');
  });

  it('costs one query, one batch read of names, and one write, beside what says whose the record is', async () => {
    for (const user of [doctor, clerk, grace, doctor]) await open(user);
    resetCalls(database);

    await list(callerOf(grace));

    // The one read of an item is that of the kept head, which says which entries can be genuine.
    expect(database.calls).toEqual({ get: 1, batchGet: 2, query: 1, write: 1, transact: 0 });
  });

  it('is read page by page, each access once, though others lie between them', async () => {
    for (let time = 0; time < 5; time++) {
      await open(doctor);
      await list(callerOf(grace));
    }

    const seen: PatientAccess[] = [];
    let cursor: string | undefined;
    do {
      const answer = await list(callerOf(grace), { query: `limit=2${cursor ? `&cursor=${cursor}` : ''}` });
      expect(shownIn(answer).length).toBeLessThanOrEqual(2);
      seen.push(...shownIn(answer));
      cursor = cursorIn(answer);
    } while (cursor);

    expect(seen.map(({ action }) => action)).toEqual([
      ...Array.from({ length: 5 }, () => 'patient.read'),
      'patient.linked',
      'patient.registered',
    ]);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(7);
  });

  it('goes on by no cursor of another patient', async () => {
    const { id } = await patients.register();
    for (let time = 0; time < 2; time++) await open(doctor);
    const cursor = cursorIn(await list(actingAs(clerk), { query: 'limit=1' }));

    const answer = await list(actingAs(clerk), { query: `limit=1&cursor=${cursor}`, id });

    expect(cursor).toBeDefined();
    expect(answer.json).toMatchObject({ status: 400, code: 'INVALID_CURSOR' });
  });

  it('names the fields that were changed, and to the patient never that there are notes', async () => {
    await by(doctor, () =>
      patients.changes.change(actingAs(doctor), { patientId }, { phone: '2125550199', internalNotes: 'Very shy.' }),
    );

    const [own] = shownIn(await list(callerOf(grace)));
    const [others] = shownIn(await list(actingAs(clerk)));

    expect(own?.fields).toEqual(['phone']);
    expect(others?.fields).toEqual(['internalNotes', 'phone']);
    expect(JSON.stringify([own, others])).not.toMatch(/2125550199|shy/);
  });

  it('shows nothing of a record that was given to the account of whoever asks', async () => {
    const record = database.itemsOf('clinic').find(({ pk }) => pk === `PATIENT#${patientId}`);
    if (!record) throw new Error('there is no record');
    database.plant('clinic', { ...record, userId: doctor.id });

    const answer = await list(callerOf(doctor));

    expect(answer.status).toBe(500);
    expect(auditOf(database, 'patient.accesses-read')).toEqual([]);
  });

  it('tells of what was done about an appointment, too, and not which', async () => {
    plantDoctor(database, { id: aDoctor });
    const { booking, viewing, listing } = appointmentsOn(people, patients.keys);
    const wish = { doctorId: aDoctor, patientId, start: mondayAtNine, reason: 'Cough' };
    const { id } = await by(clerk, () => booking.book(actingAs(clerk), wish));
    await by(doctor, () => viewing.get(actingAs(doctor), id));
    await by(doctor, () => listing.list(actingAs(doctor), { patientId }, { limit: 20 }));
    await by(doctor, () => listing.list(actingAs(doctor), { doctorId: aDoctor }, { limit: 20 }));

    const answer = await list(callerOf(grace));

    expect(shownIn(answer).map(({ what, as }) => [what, as])).toEqual([
      ['Your appointments were listed.', 'doctor'],
      ['One of your appointments was opened.', 'doctor'],
      ['An appointment was booked for you.', 'staff'],
      ['An account was given access to your record.', 'staff'],
      ['You were registered as a patient.', 'staff'],
    ]);
    expect(answer.text).not.toMatch(new RegExp(`${id}|Cough`));
  });

  it('tells of what was done about a waiting list, too, and not of who else is on it', async () => {
    plantDoctor(database, { id: aDoctor });
    const { waitingList, waitingListing } = waitingOn(people);
    const wish = { doctorId: aDoctor, patientId, ...thatWeek };
    const { id } = await by(clerk, () => waitingList.join(actingAs(clerk), wish));
    await by(doctor, () => waitingListing.list(actingAs(doctor), { patientId }, { limit: 20 }));
    await by(doctor, () => waitingListing.list(actingAs(doctor), { doctorId: aDoctor }, { limit: 20 }));
    await by(clerk, () => waitingList.leave(actingAs(clerk), id));

    const answer = await list(callerOf(grace));

    expect(shownIn(answer).map(({ what, as }) => [what, as])).toEqual([
      ['You were taken off a waiting list.', 'staff'],
      ['It was looked up what you wait for.', 'doctor'],
      ['You were put on a waiting list.', 'staff'],
      ['An account was given access to your record.', 'staff'],
      ['You were registered as a patient.', 'staff'],
    ]);
    expect(answer.text).not.toContain(id);
  });

  it('tells the patient of a change of the notes alone as of the reading that it was, too', async () => {
    await open(doctor);
    await by(doctor, () => patients.changes.change(actingAs(doctor), { patientId }, { internalNotes: 'Very shy.' }));

    const [own, reading] = shownIn(await list(callerOf(grace)));
    const [others] = shownIn(await list(actingAs(clerk)));

    expect(own).toEqual({ ...reading, id: own?.id, time: people.clock().toISOString() });
    expect(own).toMatchObject({ action: 'patient.read', what: 'Your record was opened.', as: 'doctor' });
    expect(others).toMatchObject({ id: own?.id, action: 'patient.changed', fields: ['internalNotes'] });
  });

  it('tells of a program, and of what the product did itself', async () => {
    const key = { ...machineWith('patients:read'), clinicId: northClinic };
    await by(key.keyId, () => patients.viewing.get(key, patientId));
    people.clock.advance(1);
    await people.commit([], {
      audit: [{ action: 'patient.read', subject: `patients/${patientId}`, outcome: 'success' }],
    });

    const [itself, program] = shownIn(await list(callerOf(grace)));

    expect(itself).toMatchObject({ by: { kind: 'program' }, as: 'program' });
    expect(program).toMatchObject({ by: { id: key.keyId, kind: 'program' }, as: 'program' });
    expect(program?.by).not.toHaveProperty('name');
  });

  it('tells a key that is bound to a clinic neither name nor id of whom it may not know of', async () => {
    const admin = await people.enrol({ name: 'Admin Istrator', roles: ['admin'] });
    const mover = await people.enrol({ name: 'Mary Mover', roles: ['staff'], clinicId: northClinic });
    for (const user of [grace, doctor, mover, admin]) await open(user);
    await people.administration.setRoles(
      callerOf(admin),
      { userId: mover.id },
      { roles: ['staff'], clinicId: southClinic },
    );
    resetCalls(database);

    const answer = await list({ ...machineWith('accesses:read'), clinicId: northClinic });

    expect(answer.status).toBe(200);
    expect(shownIn(answer).map(({ by, as }) => [by, as])).toEqual([
      [{ kind: 'person' }, 'admin'],
      [{ kind: 'person' }, 'staff'],
      [{ kind: 'person', id: doctor.id, name: 'Dr. Ada Lovelace' }, 'doctor'],
      [{ kind: 'person', id: grace.id, name: 'Grace Hopper' }, 'patient'],
      [{ kind: 'person', id: clerk.id, name: 'Joan Clarke' }, 'staff'],
      [{ kind: 'person', id: clerk.id, name: 'Joan Clarke' }, 'staff'],
    ]);
    expect(database.calls).toMatchObject({ get: 1, batchGet: 2, query: 1, write: 1 });
    expect(shownIn(await list(actingAs(clerk)))[0]?.by.name).toBe('Admin Istrator');
  });

  it('tells of whoever is deleted by now by their name', async () => {
    await open(doctor);
    const admin = callerOf(await people.enrol({ roles: ['admin'] }));
    await people.deletions.delete(admin, { userId: doctor.id });

    expect(shownIn(await list(callerOf(grace)))[0]?.by.name).toBe('Dr. Ada Lovelace');
  });

  it('leaves out no entry for details that are of another release', async () => {
    const subject = `patients/${patientId}`;
    const details = { as: 'janitor', clinicId: 'north', fields: 'phone' };
    await by(doctor, () =>
      people.commit([], { audit: [{ action: 'patient.changed', subject, outcome: 'success', details }] }),
    );

    const [shown] = shownIn(await list(callerOf(grace)));

    expect(shown).toMatchObject({ action: 'patient.changed', as: 'program' });
    expect(shown).not.toHaveProperty('fields');
  });

  it('leaves out what was refused', async () => {
    const subject = `patients/${patientId}`;
    await by(doctor, () => people.commit([], { audit: [{ action: 'patient.read', subject, outcome: 'refused' }] }));

    expect(shownIn(await list(callerOf(grace))).map(({ action }) => action)).not.toContain('patient.read');
  });

  it('is for the patient, and for those who answer for the record', async () => {
    const admin = callerOf(await people.enrol({ roles: ['admin'] }));
    const asking = [
      callerOf(grace),
      actingAs(clerk),
      admin,
      { ...machineWith('accesses:read'), clinicId: northClinic },
    ];

    expect(await Promise.all(asking.map(async (caller) => (await list(caller)).status))).toEqual([200, 200, 200, 200]);
    expect((await list(actingAs(doctor))).status).toBe(403);
  });

  it('hides the record from all others, as if it were absent', async () => {
    const strangers = [
      memberOf('user'),
      memberOf('staff', southClinic),
      machineWith('accesses:read'),
      { ...machineWith('accesses:read'), clinicId: southClinic },
    ];

    for (const caller of strangers) {
      resetCalls(database);
      const hidden = await list(caller);
      const calls = { ...database.calls };
      resetCalls(database);
      const absent = await list(caller, { id: '019a0000-0000-7000-8000-0000000fffff' });

      expect(hidden.json).toMatchObject({ status: 404, code: 'PATIENT_NOT_FOUND' });
      expect(absent.json.detail).toBe(hidden.json.detail);
      expect(database.calls).toEqual(calls);
      expect([hidden.refusals.length, absent.refusals.length]).toEqual([1, 1]);
    }
  });

  it('shows nothing of a patient who is deleted', async () => {
    await patients.deletions.delete(memberOf('staff'), { patientId });

    expect((await list(callerOf(grace))).json.code).toBe('PATIENT_NOT_FOUND');
  });

  it('needs the permission', () => {
    expect(trigger.allow).toEqual(['accesses:read']);
  });
});

describeAccess(
  trigger,
  ({ patients, stack }) => createHandler(patients.accesses, stack),
  onPatients(200, { linked: 200, notForDoctors: 'by the patient' }),
);
