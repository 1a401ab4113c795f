import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Role } from '../../lib/access/permissions.ts';
import { moveCharge } from '../../lib/domains/clinic/doctors/service.ts';
import { createDoctorViewing } from '../../lib/domains/clinic/doctors/viewing.ts';
import type { User } from '../../lib/domains/identity/users/schema.ts';
import { northClinic, southClinic, watchTransactions } from '../support/clinics.ts';
import { createIdentity, lastTokenId, registrationOf } from '../support/identity.ts';
import { changeAtRandom, createMembers, type Members } from '../support/members.ts';
import type { MemoryDatabase } from '../support/memory-database.ts';
import { callerOf, type People } from '../support/people.ts';

let members: Members;
let database: MemoryDatabase;
let people: People;
let admin: User;

beforeEach(async () => {
  members = await createMembers();
  ({ database, people, admin } = members);
});

const doctorItems = () => database.itemsOf('clinic').filter(({ sk }) => sk === 'DOCTOR');
const doctorItem = (userId: string) => doctorItems().find(({ pk }) => pk === `DOCTOR#${userId}`);

/** Gives a doctor what they say of themselves. */
function plantTimes(userId: string, clinicId: string): void {
  const schedule = { weekly: [], slotMinutes: 30, bufferMinutes: 0, minNoticeMinutes: 0, horizonDays: 30 };
  const item = doctorItem(userId);
  if (!item) throw new Error('there is no such doctor');
  database.plant('clinic', {
    ...item,
    ...{ specialities: ['Cardiology'], timeOff: [], schedule, extraHours: [], wallTimesOf: clinicId },
  });
}

describe('a doctor', () => {
  it.each<[string, () => Promise<User>]>([
    ['was invited', () => members.invite('one@example.com', ['doctor'], northClinic)],
    ['was enrolled', () => people.enrol({ name: 'Grace Hopper', roles: ['doctor'], clinicId: northClinic })],
    [
      'was given the role',
      async () =>
        members.setRoles((await members.invite('one@example.com', ['user'])).id, ['doctor', 'user'], northClinic),
    ],
  ])('is there by the transaction by which a person %s', async (_, come) => {
    const { id, name, createdAt, updatedAt } = await come();

    expect(doctorItem(id)).toMatchObject({ id, name, clinicId: northClinic, createdAt, updatedAt });
    expect(doctorItem(id)).not.toHaveProperty('formerSince');
  });

  it('has the name of the person, whoever changes it', async () => {
    const { id } = await members.invite('one@example.com', ['doctor'], northClinic);

    await members.rename(id, 'Grace Murray');

    expect(doctorItem(id)).toMatchObject({ name: 'Grace Murray', version: 2 });
  });

  it('stays as it is when something else of the profile changes', async () => {
    const { id } = await members.invite('one@example.com', ['doctor'], northClinic);

    await people.profiles.change(callerOf(admin), { userId: id }, { dateOfBirth: '1980-12-09' });

    expect(doctorItem(id)).toMatchObject({ version: 1 });
  });

  it('loses a name that was set before the person proved to read the mailbox', async () => {
    const identity = await createIdentity(database);
    const { email, id } = await identity.registrations.register(registrationOf());
    await members.setRoles(id, ['doctor'], northClinic);
    await identity.passwordResetRequests.request(email);
    const token = await identity.oneTimeTokens.tokenOf('reset-password', lastTokenId(database));

    await identity.passwordResets.reset({ token, password: 'Better-Battery-7' });

    expect(doctorItem(id)).toMatchObject({ name: 'ada', version: 2 });
  });

  it.each<[string, (userId: string) => Promise<unknown>, (userId: string) => Promise<unknown>]>([
    ['is deleted', (id) => members.remove(id), (id) => members.restore(id)],
    ['loses the role', (id) => members.setRoles(id, ['user']), (id) => members.setRoles(id, ['doctor'], northClinic)],
    [
      'becomes staff',
      (id) => members.setRoles(id, ['staff'], northClinic),
      (id) => members.setRoles(id, ['doctor'], northClinic),
    ],
  ])('is a former one who %s, and is again what they were on coming back', async (_, go, comeBack) => {
    const { id } = await members.invite('one@example.com', ['doctor'], northClinic);
    plantTimes(id, northClinic);
    const before = doctorItem(id);

    await go(id);
    const former = doctorItem(id);
    await comeBack(id);

    expect(former).toMatchObject({ ...changeless(before), formerSince: expect.any(String) });
    expect(changeless(doctorItem(id))).toEqual(changeless(before));
  });

  it('keeps specialities and time off in another clinic, and no times by the wall clock of the old one', async () => {
    const { id } = await members.invite('one@example.com', ['doctor'], northClinic);
    plantTimes(id, northClinic);

    await members.setRoles(id, ['doctor'], southClinic);

    expect(doctorItem(id)).toMatchObject({ clinicId: southClinic, specialities: ['Cardiology'], timeOff: [] });
    for (const field of ['schedule', 'extraHours', 'wallTimesOf']) expect(doctorItem(id)).not.toHaveProperty(field);
  });

  it('of before there were doctors is one from the next change on', async () => {
    const { id } = await members.invite('one@example.com', ['doctor'], northClinic);
    database.write({ kind: 'delete', table: 'clinic', key: { pk: `DOCTOR#${id}`, sk: 'DOCTOR' } });

    await members.rename(id, 'Grace Murray');

    expect(doctorItem(id)).toMatchObject({ id, name: 'Grace Murray', clinicId: northClinic });
  });

  it('costs one item more in the transaction, three and two reads where one goes, and nothing where nobody is or was one', async () => {
    const { id } = await people.enrol();
    const sent = watchTransactions(database);

    await members.setRoles(id, ['staff'], northClinic);
    await members.setRoles(id, ['doctor'], northClinic);
    await members.setRoles(id, ['doctor'], southClinic);
    await members.setRoles(id, ['user']);

    // Person, security item, event and audit entry are four; the clinic and its counts two, two of who goes, and one of whom they leave.
    expect(sent.map(({ length }) => length)).toEqual([6, 5, 10, 8]);
    // The entry of the roster and the days, of each who goes.
    expect(database.calls).toMatchObject({ get: 2, query: 2 });
  });
});

describe('the doctors', () => {
  it.each([1, 2])(
    'who are listed are exactly the people with the role after a hundred changes in any order, some at once (%i)',
    async (seed) => {
      await changeAtRandom(members, seed, (id, oneOf) => [
        () => members.setRoles(id, [oneOf(['doctor', 'staff'] as const)], oneOf([northClinic, southClinic])),
        () => members.setRoles(id, ['doctor', 'user'], oneOf([northClinic, southClinic])),
        () => members.setRoles(id, ['user']),
        () => members.rename(id, oneOf(['Ada', 'Bea', 'Cleo'])),
        () => members.remove(id),
        () => members.restore(id),
      ]);

      await people.catchUp();
      const viewing = createDoctorViewing(people);
      const { items: known } = await viewing.list(callerOf(admin), {}, { limit: 100, after: undefined });
      const held = members
        .personItems()
        .filter(({ roles, status }) => (roles as Role[]).includes('doctor') && status !== 'deleted');
      expect(known.map((doctor) => whoIs({ ...doctor })).sort()).toEqual(held.map(whoIs).sort());
    },
  );
});

describe('a doctor whom somebody names', () => {
  const name = (doctorId: string, clinicId: string) =>
    people.commit(moveCharge({ to: doctorId }, clinicId), {
      audit: [{ action: 'users.listed', subject: 'users', outcome: 'success' }],
    });
  const unknown = { code: 'UNKNOWN_REFERENCE', errors: [{ path: 'primaryDoctorId', code: 'unknown_reference' }] };

  it('is one of this clinic', async () => {
    const { id } = await members.invite('one@example.com', ['doctor'], northClinic);

    await expect(name(id, northClinic)).resolves.toBeUndefined();
    await expect(name(id, southClinic)).rejects.toMatchObject(unknown);
    await expect(name(admin.id, northClinic)).rejects.toMatchObject(unknown);
  });

  it.each<[string, (userId: string) => Promise<unknown>]>([
    ['is deleted', (id) => members.remove(id)],
    ['lost the role', (id) => members.setRoles(id, ['staff'], northClinic)],
  ])('is none who %s', async (_, go) => {
    const { id } = await members.invite('one@example.com', ['doctor'], northClinic);
    await go(id);

    await expect(name(id, northClinic)).rejects.toMatchObject(unknown);
  });

  it('is none who goes at the same moment', async () => {
    const { id } = await members.invite('one@example.com', ['doctor'], northClinic);
    database.hooks.before = async (operation) => {
      if (operation !== 'transact') return;
      delete database.hooks.before;
      await members.remove(id);
    };

    await expect(name(id, northClinic)).rejects.toMatchObject(unknown);
  });
});

/** What of a person, or of a doctor, has to agree. */
function whoIs({ id, name, clinicId }: Record<string, unknown>): string {
  return JSON.stringify([id, name, clinicId]);
}

/** An item without what every write of it changes. */
function changeless({ version: _, commitId: __, updatedAt: ___, ...rest }: Record<string, unknown> = {}) {
  return rest;
}
