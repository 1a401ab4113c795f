import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler as createDeleteOwnUser } from '../../functions/users/delete-own-user.ts';
import { createHandler as createDeleteUser } from '../../functions/users/delete-user.ts';
import { createHandler as createSetRoles } from '../../functions/users/set-user-roles.ts';
import { moveCharge } from '../../lib/domains/clinic/doctors/service.ts';
import type { User } from '../../lib/domains/identity/users/schema.ts';
import { northClinic, plantClinics, southClinic, watchTransactions } from '../support/clinics.ts';
import { send } from '../support/http.ts';
import { registrationOf } from '../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../support/memory-database.ts';
import { chargesOf, createPatients, disagreementsIn, memberOf, type Patients } from '../support/patients.ts';
import { auditOf, callerOf, createPeople, type People, stackOf } from '../support/people.ts';
import { seededRandom } from '../support/random.ts';

const { password } = registrationOf();
const staff = memberOf('staff');

let database: MemoryDatabase;
let people: People;
let patients: Patients;
let admin: User;
let ada: User;

beforeEach(async () => {
  database = createMemoryDatabase();
  plantClinics(database);
  people = createPeople(database);
  patients = await createPatients(database);
  admin = await people.enrol({ roles: ['admin'] });
  ada = await people.enrol({ name: 'Ada Lovelace', roles: ['doctor'], clinicId: northClinic });
});

const enrolDoctor = () => people.enrol({ name: 'Grace Hopper', roles: ['doctor'], clinicId: northClinic });
const register = ({ id }: Pick<User, 'id'> = ada) => patients.register({ primaryDoctorId: id });
const give = (patientId: string, primaryDoctorId: string | null) =>
  patients.changes.change(staff, { patientId }, { primaryDoctorId });
const target = (userId: string) => ({ method: 'PUT', params: { userId } });
const setRoles = (json: object) =>
  send(createSetRoles(people.administration, stackOf(callerOf(admin))), { ...target(ada.id), json });

const remove = () =>
  send(createDeleteUser(people.deletions, stackOf(callerOf(admin))), { ...target(ada.id), method: 'DELETE' });
const leave = () =>
  send(createDeleteOwnUser(people.ownDeletions, stackOf(callerOf(ada))), { method: 'DELETE', json: { password } });
const retire = () => setRoles({ roles: ['user'] });
const move = () => setRoles({ roles: ['doctor'], clinicId: southClinic });
const becomeStaff = () => setRoles({ roles: ['staff'], clinicId: northClinic });

const goings = [
  ['is deleted', remove],
  ['leaves', leave],
  ['loses the role', retire],
  ['becomes staff', becomeStaff],
  ['moves to another clinic', move],
] as const;
const personOf = ({ id }: User) =>
  database.itemsOf('identity').find(({ pk, sk }) => pk === `USER#${id}` && sk === 'PERSON');

describe.each(goings)('a doctor who %s', (_, go) => {
  it('is held by the patients in their charge, with how many, and by none once these have another doctor', async () => {
    const [one, two] = [await register(), await register()];
    const before = [personOf(ada), database.itemsOf('events').length];

    const held = await go();

    expect([held.status, held.json.code, held.json.heldBy]).toEqual([409, 'DOCTOR_IN_USE', { patients: 2 }]);
    expect([personOf(ada), database.itemsOf('events').length]).toEqual(before);
    await give(one.id, (await enrolDoctor()).id);
    await give(two.id, null);
    expect((await go()).status).toBeLessThan(300);
  });

  it('is held by nobody who was deleted', async () => {
    const { id: patientId } = await register();
    await patients.deletions.delete(staff, { patientId });

    expect((await go()).status).toBeLessThan(300);
  });

  it('is not held by patients who were never counted', async () => {
    await people.commit(moveCharge({ from: ada.id }, northClinic));

    expect(chargesOf(database)).toEqual({ [ada.id]: -1 });
    expect((await go()).status).toBeLessThan(300);
  });

  it('leaves nobody behind who is registered in that moment', async () => {
    database.hooks.before = async (operation) => {
      if (operation !== 'transact') return;
      delete database.hooks.before;
      await register();
    };

    expect((await go()).json.heldBy).toEqual({ patients: 1 });
  });
});

describe('a doctor in charge of patients', () => {
  it('takes other roles and another name meanwhile', async () => {
    await register();

    const { id: userId } = ada;
    await people.profiles.change(callerOf(admin), { userId }, { name: 'Ada King' });
    const answer = await setRoles({ roles: ['doctor', 'user'], clinicId: northClinic });

    expect([answer.status, answer.json.data]).toMatchObject([200, { name: 'Ada King', roles: ['doctor', 'user'] }]);
  });

  it('is counted by one item more in the transaction of who is registered, and demanded by two of who goes', async () => {
    const sent = watchTransactions(database);

    await patients.register();
    await register();
    await retire();

    const sizes = sent.map((actions) => actions.filter((action) => action.endsWith(' clinic')).length);
    // The doctor is checked, and the count is written; who goes is written, both demands, and the count of the clinic.
    expect(Number(sizes[1]) - Number(sizes[0])).toBe(2);
    expect(sizes[2]).toBe(4);
  });
});

describe('a patient who is restored', () => {
  it('is in the charge of the doctor again', async () => {
    const { id: patientId } = await register();
    await patients.deletions.delete(staff, { patientId });
    expect(chargesOf(database)).toEqual({ [ada.id]: 0 });

    const restored = await patients.deletions.restore(staff, { patientId });

    expect(restored.primaryDoctorId).toBe(ada.id);
    expect(chargesOf(database)).toEqual({ [ada.id]: 1 });
    expect((await remove()).json.code).toBe('DOCTOR_IN_USE');
  });

  it('stays deleted where the clinic went after the doctor, and is told of the clinic', async () => {
    const { id: patientId } = await register();
    await patients.deletions.delete(staff, { patientId });
    await remove();
    const key = { pk: 'CLINICS', sk: `CLINIC#${northClinic}` };
    await database.write({ kind: 'delete', table: 'clinic', key }, AbortSignal.timeout(1_000));

    await expect(patients.deletions.restore(staff, { patientId })).rejects.toMatchObject({ code: 'CLINIC_DELETED' });
  });

  it('keeps the doctor where the store fails once, and the restoration with it', async () => {
    const { id: patientId } = await register();
    await patients.deletions.delete(staff, { patientId });
    database.hooks.before = (operation) => {
      if (operation !== 'transact') return;
      delete database.hooks.before;
      throw new Error('the store has failed');
    };

    await expect(patients.deletions.restore(staff, { patientId })).rejects.toThrow('the store has failed');
    expect((await patients.deletions.restore(staff, { patientId })).primaryDoctorId).toBe(ada.id);
  });

  it.each([
    ['deleted', remove],
    ['of another clinic', move],
  ])('is in nobody’s charge whose doctor is %s by then, which is on record', async (_, go) => {
    const { id: patientId } = await register();
    await patients.deletions.delete(staff, { patientId });
    await go();

    const restored = await patients.deletions.restore(staff, { patientId });

    expect(restored).toMatchObject({ id: patientId, version: 3 });
    expect(restored).not.toHaveProperty('primaryDoctorId');
    expect(auditOf(database, 'patient.restored')).toMatchObject([{ details: { fields: ['primaryDoctorId'] } }]);
    expect(disagreementsIn(database)).toEqual([]);
  });
});

describe('what is counted of doctors', () => {
  it.each([1, 2])(
    'is what their patients say after a hundred changes in any order, some at once (%i)',
    async (seed) => {
      const random = seededRandom(seed);
      const oneOf = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
      const doctors = [ada.id, (await enrolDoctor()).id, (await enrolDoctor()).id];
      const ids = [(await register()).id, (await patients.register()).id];
      const change = () => {
        const [userId, patientId] = [oneOf(doctors), oneOf(ids)];
        const wanted = oneOf([{ roles: ['user' as const] }, { roles: ['doctor' as const], clinicId: southClinic }]);
        const back = { roles: ['doctor' as const], clinicId: northClinic };
        return oneOf<() => Promise<unknown>>([
          async () => ids.push((await register({ id: userId })).id),
          () => give(patientId, userId),
          () => give(patientId, null),
          () => patients.deletions.delete(staff, { patientId }),
          () => patients.deletions.restore(staff, { patientId }),
          () => people.deletions.delete(callerOf(admin), { userId }),
          () => people.deletions.restore(callerOf(admin), userId),
          () => people.administration.setRoles(callerOf(admin), { userId }, oneOf([wanted, back])),
        ])();
      };

      for (let round = 0; round < 25; round++) {
        await Promise.allSettled([change(), change(), change(), change()]);
        expect(disagreementsIn(database)).toEqual([]);
      }
      expect(Object.keys(chargesOf(database)).length).toBeGreaterThan(1);
    },
  );
});
