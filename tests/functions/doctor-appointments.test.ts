import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler as createDeleteOwnUser } from '../../functions/users/delete-own-user.ts';
import { createHandler as createDeleteUser } from '../../functions/users/delete-user.ts';
import { createHandler as createSetRoles } from '../../functions/users/set-user-roles.ts';
import { createDoctorProfiles } from '../../lib/domains/clinic/doctors/profiles.ts';
import type { User } from '../../lib/domains/identity/users/schema.ts';
import { appointmentsOn, everyDay, mondayAtNine } from '../support/appointments.ts';
import { northClinic, plantClinics, southClinic } from '../support/clinics.ts';
import { send } from '../support/http.ts';
import { registrationOf } from '../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../support/memory-database.ts';
import { createPatients, memberOf, type Patients } from '../support/patients.ts';
import { callerOf, createPeople, type People, resetCalls, stackOf } from '../support/people.ts';

const { password } = registrationOf();
const staff = memberOf('staff');

let database: MemoryDatabase;
let people: People;
let patients: Patients;
let appointments: ReturnType<typeof appointmentsOn>;
let admin: User;
let ada: User;
let patientId: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  plantClinics(database);
  people = createPeople(database);
  patients = await createPatients(database, people);
  appointments = appointmentsOn(people, patients.keys);
  admin = await people.enrol({ roles: ['admin'] });
  ada = await people.enrol({ name: 'Ada Lovelace', roles: ['doctor'], clinicId: northClinic });
  await createDoctorProfiles(people).setSchedule(callerOf(admin), { doctorId: ada.id }, everyDay);
  patientId = (await patients.register()).id;
});

const book = (start = mondayAtNine) =>
  appointments.booking.book(staff, { doctorId: ada.id, patientId, start, reason: 'Cough' });
const halfPastNine = '2026-03-16T13:30:00.000Z';
const target = (method = 'PUT') => ({ method, params: { userId: ada.id } });
const setRoles = (json: object) =>
  send(createSetRoles(people.administration, stackOf(callerOf(admin))), { ...target(), json });
const remove = () => send(createDeleteUser(people.deletions, stackOf(callerOf(admin))), target('DELETE'));
const leave = () =>
  send(createDeleteOwnUser(people.ownDeletions, stackOf(callerOf(ada))), { method: 'DELETE', json: { password } });
const retire = () => setRoles({ roles: ['user'] });
const move = () => setRoles({ roles: ['doctor'], clinicId: southClinic });

const goings = [
  ['is deleted', remove],
  ['leaves', leave],
  ['loses the role', retire],
  ['moves to another clinic', move],
] as const;

/** Moves the clock to an instant. */
const waitUntil = (instant: string) => people.clock.advance((Date.parse(instant) - people.clock().getTime()) / 1_000);

const rosterOf = () => database.itemsOf('clinic').filter(({ entity }) => entity === 'roster-entry');

describe.each(goings)('a doctor who %s', (_, go) => {
  it('is held by the appointments to come, with how many, and by none once these are cancelled', async () => {
    const [one, two] = [await book(), await book(halfPastNine)];

    const held = await go();

    expect([held.status, held.json.code, held.json.heldBy]).toEqual([409, 'DOCTOR_IN_USE', { appointments: 2 }]);
    for (const { id } of [one, two]) await appointments.transitions.cancel(staff, id, {});
    expect((await go()).status).toBeLessThan(300);
    expect(rosterOf()).toEqual([]);
  });

  it('is held by patients and appointments, which are told together', async () => {
    await patients.register({ primaryDoctorId: ada.id });
    await book();

    expect((await go()).json.heldBy).toEqual({ patients: 1, appointments: 1 });
  });

  it('is held until the last appointment is over, whether or not anybody came', async () => {
    await book();

    waitUntil('2026-03-16T13:29:59.000Z');
    expect((await go()).json.heldBy).toEqual({ appointments: 1 });
    waitUntil(halfPastNine);
    expect((await go()).status).toBeLessThan(300);
  });

  it('is not held by an appointment that nobody came to', async () => {
    const { id } = await book();
    await appointments.transitions.miss(staff, id);

    expect((await go()).status).toBeLessThan(300);
  });

  it('leaves nobody behind who is booked in that moment, also for the first time', async () => {
    database.hooks.before = async (operation) => {
      if (operation !== 'transact') return;
      delete database.hooks.before;
      await book();
    };

    const held = await go();

    expect([held.json.code, held.json.heldBy]).toEqual(['DOCTOR_IN_USE', { appointments: 1 }]);
  });

  it('leaves nobody behind who is moved in that moment to a time to come', async () => {
    const { id } = await book();
    waitUntil(halfPastNine);
    database.hooks.before = async (operation) => {
      if (operation !== 'transact') return;
      delete database.hooks.before;
      await appointments.rescheduling.reschedule(staff, id, { start: '2026-03-17T13:00:00.000Z' });
    };

    expect((await go()).json.heldBy).toEqual({ appointments: 1 });
  });
});

describe('a doctor with appointments to come', () => {
  it('takes other roles and another name meanwhile', async () => {
    await book();

    await people.profiles.change(callerOf(admin), { userId: ada.id }, { name: 'Ada King' });
    const answer = await setRoles({ roles: ['doctor', 'user'], clinicId: northClinic });

    expect([answer.status, answer.json.data]).toMatchObject([200, { name: 'Ada King', roles: ['doctor', 'user'] }]);
  });

  it('is booked no more once they are gone', async () => {
    await retire();

    await expect(book()).rejects.toMatchObject({ code: 'UNKNOWN_REFERENCE' });
  });

  it('costs two reads more where they go, and nothing where they stay, or another goes who is none', async () => {
    const { id: userId } = await people.enrol();
    const of = async (work: () => Promise<unknown>) => {
      resetCalls(database);
      await work();
      const { get, batchGet, query } = database.calls;
      return { get, batchGet, query };
    };

    expect(await of(() => people.deletions.delete(callerOf(admin), { userId }))).toEqual({
      ...{ get: 0, batchGet: 1, query: 0 },
    });
    expect(await of(() => setRoles({ roles: ['doctor', 'user'], clinicId: northClinic }))).toEqual({
      ...{ get: 0, batchGet: 1, query: 0 },
    });
    expect(await of(retire)).toEqual({ get: 1, batchGet: 1, query: 1 });
  });
});
