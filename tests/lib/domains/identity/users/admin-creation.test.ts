import { beforeEach, describe, expect, it } from '@jest/globals';
import { createAdminCreation } from '../../../../../lib/domains/identity/users/admin-creation.ts';
import { northClinic, plantClinics } from '../../../../support/clinics.ts';
import { createIdentity, type Identity, lastTokenId, registrationOf } from '../../../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../../../support/memory-database.ts';
import { auditOf, callerOf, createPeople, type People, resetCalls } from '../../../../support/people.ts';
import { createTestPlatform } from '../../../../support/platform.ts';

const address = 'grace.hopper@example.com';

let database: MemoryDatabase;
let people: People;
let identity: Identity;
let create: ReturnType<typeof createAdminCreation>;

beforeEach(async () => {
  database = createMemoryDatabase();
  plantClinics(database);
  people = createPeople(database);
  identity = await createIdentity(database);
  create = createAdminCreation(createTestPlatform(database));
  resetCalls(database);
});

const personOf = (userId: string) =>
  database.itemsOf('identity').find(({ pk, sk }) => pk === `USER#${userId}` && sk === 'PERSON');
const counted = () => database.itemsOf('identity').find(({ pk }) => pk === 'ADMINS')?.active;
const told = () => database.itemsOf('events').map(({ event }) => (event as { type: string }).type);
async function accept(password = 'Better-Battery-7') {
  const token = await identity.oneTimeTokens.tokenOf('invitation', lastTokenId(database));
  await identity.passwordResets.reset({ token, password });
}

describe('an admin who is made at the wish of who runs the stage', () => {
  it('is invited where nobody has the address, and counted once they accept', async () => {
    const { userId, outcome } = await create(address);

    expect(outcome).toBe('invited');
    expect(personOf(userId)).toMatchObject({ email: address, name: 'grace.hopper', roles: ['admin'] });
    expect(told()).toEqual(['user.created', 'user.invited']);
    expect(auditOf(database, 'user.invited')).toMatchObject([
      { subject: `users/${userId}`, details: { roles: ['admin'] } },
    ]);
    expect(counted()).toBeUndefined();

    await accept();

    expect(counted()).toBe(1);
  });

  it('is named by the whole address where its first part is too short for a name', async () => {
    const { userId } = await create('a@example.com');

    expect(personOf(userId)).toMatchObject({ name: 'a@example.com' });
  });

  it('is invited once more where they have not accepted, five times an hour at most', async () => {
    const outcomes: string[] = [];
    for (let time = 0; time < 6; time++) outcomes.push((await create(address)).outcome);

    expect(outcomes).toEqual(['invited', ...Array(4).fill('invited-again'), 'withheld']);
    expect(database.itemsOf('identity').filter(({ sk }) => sk === 'PERSON')).toHaveLength(1);
    await accept();
    expect(counted()).toBe(1);
  });

  it('is whoever has verified the address, with what they are beside that, and is counted once', async () => {
    const { id } = await people.enrol({ email: address, roles: ['doctor'], clinicId: northClinic });

    const first = await create(address);
    const before = database.itemsOf('identity');
    const second = await create(address);

    expect([first, second]).toEqual([
      { userId: id, outcome: 'promoted' },
      { userId: id, outcome: 'unchanged' },
    ]);
    expect(personOf(id)).toMatchObject({ roles: ['doctor', 'admin'], clinicId: northClinic });
    expect(database.itemsOf('identity')).toEqual(before);
    expect(auditOf(database, 'user.roles-changed')).toMatchObject([
      { details: { before: { roles: ['doctor'] }, after: { roles: ['doctor', 'admin'], clinicId: northClinic } } },
    ]);
    expect(counted()).toBe(1);
  });

  it('is nobody who has registered with an address that they never verified', async () => {
    await people.registrations.register(registrationOf({ email: address }));
    const before = database.itemsOf('identity');

    await expect(create(address)).rejects.toMatchObject({ code: 'EMAIL_NOT_VERIFIED' });
    expect(database.itemsOf('identity')).toEqual(before);
  });

  it('is somebody invited as something else, who is an admin once they accept', async () => {
    const admin = await people.enrol({ roles: ['admin'] });
    await people.invitations.invite(callerOf(admin), { email: address, name: 'Grace Hopper', roles: ['user'] });

    expect(await create(address)).toMatchObject({ outcome: 'promoted-invited-again' });
    expect(told().slice(-2)).toEqual(['user.roles-changed', 'user.invitation-requested']);
    expect(counted()).toBe(1);
    await accept();
    expect(counted()).toBe(2);
  });

  it('is told of where the invitation has gone out too often, as it is not sent then', async () => {
    const admin = await people.enrol({ roles: ['admin'] });
    const invitation = { email: address, name: 'Grace Hopper', roles: ['user' as const] };
    const { id } = await people.invitations.invite(callerOf(admin), invitation);
    for (let time = 0; time < 4; time++) await people.invitations.sendAgain(callerOf(admin), id);

    expect(await create(address)).toMatchObject({ outcome: 'promoted-withheld' });
    expect(told().at(-1)).toBe('user.roles-changed');
  });

  it('is somebody new where the one who had the address is deleted', async () => {
    const admin = await people.enrol({ roles: ['admin'] });
    const { id } = await people.enrol({ email: address });
    await people.deletions.delete(callerOf(admin), { userId: id });

    const { userId, outcome } = await create(address);

    expect(outcome).toBe('invited');
    expect(userId).not.toBe(id);
    expect(personOf(id)).toMatchObject({ status: 'deleted', roles: ['user'] });
  });

  it('is made of the account as it is by then where somebody changes it meanwhile', async () => {
    const admin = await people.enrol({ roles: ['admin'] });
    const { id } = await people.enrol({ email: address });
    database.hooks.before = async (operation) => {
      if (operation !== 'transact') return;
      delete database.hooks.before;
      await people.administration.setRoles(
        callerOf(admin),
        { userId: id },
        { roles: ['staff'], clinicId: northClinic },
      );
    };

    await create(address);

    expect(personOf(id)).toMatchObject({ roles: ['staff', 'admin'], clinicId: northClinic });
  });

  it('is one person, however many ask at once, and whoever takes the address in between', async () => {
    const made = await Promise.all([create(address), create(address), create(address)]);

    expect(new Set(made.map(({ userId }) => userId)).size).toBe(1);
    expect(made.map(({ outcome }) => outcome).sort()).toEqual(['invited', 'invited-again', 'invited-again']);
  });

  it('is made by a read and a transaction, or by two reads', async () => {
    await create(address);
    const invited = { ...database.calls };
    await accept();
    resetCalls(database);
    await create(address);

    expect(invited).toEqual({ get: 3, batchGet: 0, query: 0, write: 0, transact: 1 });
    expect(database.calls).toEqual({ get: 1, batchGet: 1, query: 0, write: 0, transact: 0 });
  });
});
