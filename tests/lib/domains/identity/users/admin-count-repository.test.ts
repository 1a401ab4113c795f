import { beforeEach, describe, expect, it } from '@jest/globals';
import { countAdmin } from '../../../../../lib/domains/identity/users/admin-count-repository.ts';
import type { User } from '../../../../../lib/domains/identity/users/schema.ts';
import { changeSecurity, securityAt } from '../../../../../lib/domains/identity/users/security-repository.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../../../support/memory-database.ts';
import { callerOf, createPeople, machineWith, type People } from '../../../../support/people.ts';
import { sizes } from '../../../../support/sizes.ts';

let database: MemoryDatabase;
let people: People;

beforeEach(() => {
  database = createMemoryDatabase();
  people = createPeople(database);
});

const enrolAdmin = () => people.enrol({ roles: ['admin'] });
const inviteAdmin = (by: User) =>
  people.invitations.invite(callerOf(by), { email: 'new@example.com', name: 'New One', roles: ['admin'] });
const counted = () => database.itemsOf('identity').find(({ pk }) => pk === 'ADMINS')?.active;
const activeAdmins = () =>
  database
    .itemsOf('identity')
    .filter(
      ({ sk, status, roles }) => sk === 'SECURITY' && status === 'active' && (roles as string[]).includes('admin'),
    );
/** Oneself by the password, anybody else as an admin. */
const remove = (by: User, { id: userId }: User) =>
  by.id === userId
    ? people.ownDeletions.delete(callerOf(by), { password: 'Correct-Horse-9' })
    : people.deletions.delete(callerOf(by), { userId });
const demote = (by: User, { id: userId }: User) =>
  people.administration.setRoles(callerOf(by), { userId }, { roles: ['user'] });

describe('the count of admins', () => {
  it('follows who becomes an admin and who is one no longer', async () => {
    const [first, second, third] = [await enrolAdmin(), await enrolAdmin(), await people.enrol()];
    const counts = [counted()];
    const steps = [
      () => people.administration.setRoles(callerOf(first), { userId: third.id }, { roles: ['user', 'admin'] }),
      () => people.administration.setRoles(callerOf(first), { userId: third.id }, { roles: ['admin'] }),
      () => remove(first, third),
      () => people.deletions.restore(callerOf(first), third.id),
      () => demote(first, third),
      () => remove(first, third),
      () => remove(first, second),
    ];

    for (const step of steps) {
      await step();
      counts.push(counted());
    }

    expect(counts).toEqual([2, 3, 3, 2, 3, 2, 2, 1]);
  });

  it('does not take an invitation for an admin before it is accepted', async () => {
    const admin = await enrolAdmin();
    const invited = await inviteAdmin(admin);

    await expect(remove(admin, admin)).rejects.toMatchObject({ code: 'LAST_ADMIN' });
    await demote(admin, { ...invited });
    expect(counted()).toBe(1);
  });

  it('stays right when an invited admin accepts while somebody deletes them', async () => {
    const { id: userId } = await inviteAdmin(await enrolAdmin());
    const [person, security] = await people.read.findTogether([people.repository.at(userId), securityAt(userId)]);
    if (!person || !security) throw new Error('nobody was invited');
    const passwordHash = 'a hash';
    const accept = () =>
      people.commit([
        ...people.repository.change(person, { set: { emailVerified: true } }),
        changeSecurity(userId, { set: { passwordHash } }),
        ...countAdmin(security, { ...security, passwordHash }),
      ]);

    await Promise.allSettled([people.deletions.delete(machineWith('users:manage'), { userId }), accept()]);

    expect(counted()).toBe(activeAdmins().length);
  });

  it('holds the last admin, whoever asks and in whichever way', async () => {
    const admin = await enrolAdmin();

    await expect(remove(admin, admin)).rejects.toMatchObject({ code: 'LAST_ADMIN' });
    await expect(demote(admin, admin)).rejects.toMatchObject({ code: 'LAST_ADMIN' });
    expect(activeAdmins()).toHaveLength(1);
  });

  it('holds somebody who became an admin before admins were counted', async () => {
    const admin = await enrolAdmin();
    const uncounted = createMemoryDatabase();
    for (const item of database.itemsOf('identity')) if (item.pk !== 'ADMINS') uncounted.plant('identity', item);

    const removal = createPeople(uncounted).deletions.delete(machineWith('users:manage'), { userId: admin.id });

    await expect(removal).rejects.toMatchObject({ code: 'LAST_ADMIN' });
  });

  it.each([
    ['delete', (one: User, other: User) => [remove(one, other), remove(other, one)]],
    ['demote', (one: User, other: User) => [demote(one, other), demote(other, one)]],
    ['leave', (one: User, other: User) => [remove(one, one), demote(other, other)]],
  ])(`leaves exactly one of two who %s at once, in ${sizes.adminRounds} rounds`, async (_, attempts) => {
    for (let round = 0; round < sizes.adminRounds; round++) {
      database = createMemoryDatabase();
      people = createPeople(database);
      const [one, other] = [await enrolAdmin(), await enrolAdmin()];

      const outcomes = await Promise.allSettled(attempts(one, other));

      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'LAST_ADMIN' } });
      expect(activeAdmins()).toHaveLength(1);
      expect(counted()).toBe(1);
    }
  });

  it('counts somebody once who is deleted by many at once', async () => {
    const admins = [await enrolAdmin(), await enrolAdmin(), await enrolAdmin()];
    const [target] = admins as [User];

    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, at) => remove(admins[(at % 2) + 1] as User, target)),
    );

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(counted()).toBe(2);
  });
});
