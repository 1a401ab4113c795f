import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler } from '../../functions/users/set-user-roles.ts';
import type { Role } from '../../lib/access/permissions.ts';
import type { User } from '../../lib/domains/identity/users/schema.ts';
import { membersOf, northClinic, plantClinics, southClinic } from '../support/clinics.ts';
import { send } from '../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../support/memory-database.ts';
import { auditOf, callerOf, createPeople, type People, stackOf } from '../support/people.ts';
import { seededRandom } from '../support/random.ts';

const nowhere = '019a0000-0000-7000-8000-00000000c0ff';

let database: MemoryDatabase;
let people: People;
let admin: User;

beforeEach(async () => {
  database = createMemoryDatabase();
  plantClinics(database);
  people = createPeople(database);
  admin = await people.enrol({ roles: ['admin'] });
});

const invite = (email: string, roles: Role[], clinicId?: string) =>
  people.invitations.invite(callerOf(admin), { email, name: 'Grace Hopper', roles, ...(clinicId && { clinicId }) });
const setRoles = (userId: string, roles: Role[], clinicId?: string) =>
  people.administration.setRoles(callerOf(admin), { userId }, { roles, ...(clinicId && { clinicId }) });
const remove = (userId: string) => people.deletions.delete(callerOf(admin), { userId });
const restore = (userId: string) => people.deletions.restore(callerOf(admin), userId);
const counted = () => [northClinic, southClinic].map((clinicId) => membersOf(database, clinicId));
const personItems = () => database.itemsOf('identity').filter(({ sk }) => sk === 'PERSON');
const clinicItem = (clinicId: string) => database.itemsOf('clinic').find(({ sk }) => sk === `CLINIC#${clinicId}`);
const closeDown = (clinicId: string) =>
  database.write({ kind: 'delete', table: 'clinic', key: { pk: 'CLINICS', sk: `CLINIC#${clinicId}` } });

describe('the members of a clinic', () => {
  it('are counted as people come, move, go and come back, which leaves the clinic itself as it was', async () => {
    const before = clinicItem(northClinic);
    const { id } = await invite('one@example.com', ['doctor'], northClinic);
    const counts = [counted()];
    const steps = [
      () => people.enrol({ roles: ['staff'], clinicId: northClinic }),
      () => setRoles(id, ['doctor', 'user'], northClinic),
      () => setRoles(id, ['staff'], southClinic),
      () => remove(id),
      () => restore(id),
      () => setRoles(id, ['user']),
      () => remove(id),
      () => restore(id),
    ];

    for (const step of steps) {
      await step();
      counts.push(counted());
    }

    expect(counts).toEqual([
      [1, 0],
      [2, 0],
      [2, 0],
      [1, 1],
      [1, 0],
      [1, 1],
      [1, 0],
      [1, 0],
      [1, 0],
    ]);
    expect(clinicItem(northClinic)).toEqual(before);
  });

  it.each([1, 2])(
    'are as many as are counted after a hundred changes in any order, some at once (%i)',
    async (seed) => {
      const random = seededRandom(seed);
      const oneOf = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
      const ids = await Promise.all(
        [1, 2, 3, 4, 5].map(async (each) => (await invite(`p${each}@example.com`, ['user'])).id),
      );
      const change = () => {
        const id = oneOf(ids);
        return oneOf([
          () => setRoles(id, ['doctor'], northClinic),
          () => setRoles(id, [oneOf(['doctor', 'staff'] as const)], oneOf([southClinic, nowhere])),
          () => setRoles(id, ['user']),
          () => remove(id),
          () => restore(id),
        ])();
      };

      for (let round = 0; round < 25; round++) await Promise.allSettled([change(), change(), change(), change()]);

      const members = [northClinic, southClinic].map(
        (clinicId) =>
          personItems().filter((person) => person.clinicId === clinicId && person.status !== 'deleted').length,
      );
      expect(counted()).toEqual(members);
      expect(personItems().filter(({ clinicId }) => clinicId === nowhere)).toEqual([]);
    },
  );

  it('take one write and one look at the clinic more when they come, and one write when they go', async () => {
    const { id } = await people.enrol();
    const sizes: number[] = [];
    database.hooks.before = (operation, request) => {
      if (operation === 'transact') sizes.push((request as readonly unknown[]).length);
    };

    await setRoles(id, ['staff'], northClinic);
    await setRoles(id, ['staff'], southClinic);
    await setRoles(id, ['user']);

    // Person, security item, event and audit entry are four.
    expect(sizes).toEqual([6, 7, 5]);
  });
});

describe('a clinic that is not there', () => {
  it('is told by its field, and nothing is written', async () => {
    const { id: userId } = await people.enrol();
    const before = database.itemsOf('identity');

    const answer = await send(createHandler(people.administration, stackOf(callerOf(admin))), {
      method: 'PUT',
      params: { userId },
      json: { roles: ['doctor'], clinicId: nowhere },
    });

    expect([answer.status, answer.json.code]).toEqual([422, 'UNKNOWN_REFERENCE']);
    expect(answer.json.errors).toMatchObject([{ path: 'clinicId', code: 'unknown_reference' }]);
    expect(database.itemsOf('identity')).toEqual(before);
    expect(auditOf(database, 'user.roles-changed')).toEqual([]);
  });

  it('takes nobody in who is invited or enrolled', async () => {
    const refused = { code: 'UNKNOWN_REFERENCE' };

    await expect(invite('one@example.com', ['doctor'], nowhere)).rejects.toMatchObject(refused);
    await expect(people.enrol({ roles: ['staff'], clinicId: nowhere })).rejects.toMatchObject(refused);
    expect(personItems()).toHaveLength(1);
  });

  it('takes nobody in who comes in the moment when it closes', async () => {
    const { id } = await people.enrol();
    database.hooks.before = async (operation) => {
      if (operation !== 'transact') return;
      delete database.hooks.before;
      await closeDown(northClinic);
    };

    await expect(setRoles(id, ['doctor'], northClinic)).rejects.toMatchObject({ code: 'UNKNOWN_REFERENCE' });
    expect(counted()).toEqual([0, 0]);
  });

  it('is not taken for one that is gone where the store fails', async () => {
    const { id } = await people.enrol({ roles: ['doctor'], clinicId: northClinic });
    await remove(id);
    database.hooks.before = (operation) => {
      if (operation !== 'transact') return;
      delete database.hooks.before;
      throw new Error('the store is broken');
    };

    await expect(restore(id)).rejects.toThrow('the store is broken');
    expect(await restore(id)).toMatchObject({ roles: ['doctor'], clinicId: northClinic });
  });

  it('holds up nobody who leaves it', async () => {
    const [one, other] = [
      await invite('one@example.com', ['doctor'], northClinic),
      await people.enrol({ roles: ['staff'], clinicId: northClinic }),
    ];
    await closeDown(northClinic);

    await setRoles(one.id, ['doctor'], southClinic);
    await remove(other.id);

    expect(counted()).toEqual([0, 1]);
  });

  it.each<[Role[], Role[]]>([
    [['doctor'], ['user']],
    [['staff', 'admin'], ['admin']],
  ])('gives who is restored as %j the roles %j, which is told and on record', async (held, left) => {
    const { id } = await people.enrol({ roles: held, clinicId: northClinic });
    await remove(id);
    await closeDown(northClinic);

    const restored = await restore(id);

    expect(restored).toMatchObject({ roles: left, status: 'active' });
    expect(restored).not.toHaveProperty('clinicId');
    const security = database.itemsOf('identity').find(({ pk, sk }) => pk === `USER#${id}` && sk === 'SECURITY');
    expect(security).toMatchObject({ roles: left, status: 'active' });
    expect(security).not.toHaveProperty('clinicId');
    expect(auditOf(database, 'user.restored')).toMatchObject([{ details: { roles: left } }]);
    expect(
      database
        .itemsOf('events')
        .map(({ event }) => (event as { type: string }).type)
        .slice(-2),
    ).toEqual(['user.restored', 'user.roles-changed']);
    expect(counted()).toEqual([0, 0]);
  });
});
