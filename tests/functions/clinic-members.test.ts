import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler } from '../../functions/users/set-user-roles.ts';
import type { Role } from '../../lib/access/permissions.ts';
import type { User } from '../../lib/domains/identity/users/schema.ts';
import { clinicItem, membersOf, northClinic, southClinic, watchTransactions } from '../support/clinics.ts';
import { send } from '../support/http.ts';
import { changeAtRandom, createMembers, type Members } from '../support/members.ts';
import type { MemoryDatabase } from '../support/memory-database.ts';
import { auditOf, callerOf, type People, stackOf } from '../support/people.ts';

const nowhere = '019a0000-0000-7000-8000-00000000c0ff';

let members: Members;
let database: MemoryDatabase;
let people: People;
let admin: User;

beforeEach(async () => {
  members = await createMembers();
  ({ database, people, admin } = members);
});

const counted = () => [northClinic, southClinic].map((clinicId) => membersOf(database, clinicId));
const closeDown = (clinicId: string) =>
  database.write({ kind: 'delete', table: 'clinic', key: { pk: 'CLINICS', sk: `CLINIC#${clinicId}` } });

describe('the members of a clinic', () => {
  it('are counted as people come, move, go and come back, which leaves the clinic itself as it was', async () => {
    const before = clinicItem(database, northClinic);
    const { id } = await members.invite('one@example.com', ['doctor'], northClinic);
    const counts = [counted()];
    const steps = [
      () => people.enrol({ roles: ['staff'], clinicId: northClinic }),
      () => members.setRoles(id, ['doctor', 'user'], northClinic),
      () => members.setRoles(id, ['staff'], southClinic),
      () => members.remove(id),
      () => members.restore(id),
      () => members.setRoles(id, ['user']),
      () => members.remove(id),
      () => members.restore(id),
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
    expect(clinicItem(database, northClinic)).toEqual(before);
  });

  it.each([1, 2])(
    'are as many as are counted after a hundred changes in any order, some at once (%i)',
    async (seed) => {
      await changeAtRandom(members, seed, (id, oneOf) => [
        () => members.setRoles(id, ['doctor'], northClinic),
        () => members.setRoles(id, [oneOf(['doctor', 'staff'] as const)], oneOf([southClinic, nowhere])),
        () => members.setRoles(id, ['user']),
        () => members.remove(id),
        () => members.restore(id),
      ]);

      const held = [northClinic, southClinic].map(
        (clinicId) =>
          members.personItems().filter((person) => person.clinicId === clinicId && person.status !== 'deleted').length,
      );
      expect(counted()).toEqual(held);
      expect(members.personItems().filter(({ clinicId }) => clinicId === nowhere)).toEqual([]);
    },
  );

  it('take one write and one look at the clinic more when they come, and one write when they go', async () => {
    const { id } = await people.enrol();
    const sent = watchTransactions(database);

    await members.setRoles(id, ['staff'], northClinic);
    await members.setRoles(id, ['staff'], southClinic);
    await members.setRoles(id, ['user']);

    // Person, security item, event and audit entry are four.
    expect(sent.map(({ length }) => length)).toEqual([6, 7, 5]);
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

    await expect(members.invite('one@example.com', ['doctor'], nowhere)).rejects.toMatchObject(refused);
    await expect(people.enrol({ roles: ['staff'], clinicId: nowhere })).rejects.toMatchObject(refused);
    expect(members.personItems()).toHaveLength(1);
  });

  it('takes nobody in who comes in the moment when it closes', async () => {
    const { id } = await people.enrol();
    database.hooks.before = async (operation) => {
      if (operation !== 'transact') return;
      delete database.hooks.before;
      await closeDown(northClinic);
    };

    await expect(members.setRoles(id, ['doctor'], northClinic)).rejects.toMatchObject({ code: 'UNKNOWN_REFERENCE' });
    expect(counted()).toEqual([0, 0]);
  });

  it('is not taken for one that is gone where the store fails', async () => {
    const { id } = await people.enrol({ roles: ['doctor'], clinicId: northClinic });
    await members.remove(id);
    database.hooks.before = (operation) => {
      if (operation !== 'transact') return;
      delete database.hooks.before;
      throw new Error('the store is broken');
    };

    await expect(members.restore(id)).rejects.toThrow('the store is broken');
    expect(await members.restore(id)).toMatchObject({ roles: ['doctor'], clinicId: northClinic });
  });

  it('holds up nobody who leaves it', async () => {
    const [one, other] = [
      await members.invite('one@example.com', ['doctor'], northClinic),
      await people.enrol({ roles: ['staff'], clinicId: northClinic }),
    ];
    await closeDown(northClinic);

    await members.setRoles(one.id, ['doctor'], southClinic);
    await members.remove(other.id);

    expect(counted()).toEqual([0, 1]);
  });

  it.each<[Role[], Role[]]>([
    [['doctor'], ['user']],
    [['staff', 'admin'], ['admin']],
  ])('gives who is restored as %j the roles %j, which is told and on record', async (held, left) => {
    const { id } = await people.enrol({ roles: held, clinicId: northClinic });
    await members.remove(id);
    await closeDown(northClinic);

    const restored = await members.restore(id);

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
