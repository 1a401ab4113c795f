import { beforeEach, describe, expect, it } from '@jest/globals';
import { discoverFunctions } from '../../infra/functions.ts';
import type { Machine } from '../../lib/access/caller.ts';
import { isInsideClinic, permissions } from '../../lib/domains/declared/permissions.ts';
import type { RoleAssignment, User } from '../../lib/domains/identity/users/schema.ts';
import { isForMachines } from '../../lib/http/caller.ts';
import { northClinic, plantClinics, southClinic } from '../support/clinics.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../support/memory-database.ts';
import { callerOf, createPeople, machineWith, type People } from '../support/people.ts';

const ofNorth: Machine = { ...machineWith(...permissions.filter(isInsideClinic)), clinicId: northClinic };
const doctorOf = (clinicId: string): RoleAssignment => ({ roles: ['doctor'], clinicId });

/** A change of somebody else that a key of a clinic asks for. */
interface Change {
  readonly ask: (people: People, userId: string) => Promise<unknown>;
  /** Makes of somebody who was invited to North whom the change is for. */
  readonly ready?: (userId: string) => Promise<unknown>;
  /** Moves them to South. */
  readonly move?: (userId: string) => Promise<unknown>;
}

let database: MemoryDatabase;
let people: People;
let admin: User;
let grace: User;

const moveToSouth = (userId: string) =>
  people.administration.setRoles(callerOf(admin), { userId }, doctorOf(southClinic));
const remove = (userId: string) => people.deletions.delete(callerOf(admin), { userId });

/** By route: each that a key of a clinic may use. */
const changes: Readonly<Record<string, Change>> = {
  'PATCH /v1/users/{userId}': {
    ask: ({ profiles }, userId) => profiles.change(ofNorth, { userId }, { name: 'Grace Murray' }),
  },
  'DELETE /v1/users/{userId}': { ask: ({ deletions }, userId) => deletions.delete(ofNorth, { userId }) },
  'POST /v1/users/{userId}/restore': {
    ready: remove,
    ask: ({ deletions }, userId) => deletions.restore(ofNorth, userId),
    async move(userId) {
      await people.deletions.restore(callerOf(admin), userId);
      await moveToSouth(userId);
      await remove(userId);
    },
  },
  'PUT /v1/users/{userId}/roles': {
    ask: ({ administration }, userId) => administration.setRoles(ofNorth, { userId }, { roles: ['user'] }),
  },
  'POST /v1/users/{userId}/unlock': { ask: ({ administration }, userId) => administration.unlock(ofNorth, userId) },
  'POST /v1/users/{userId}/invitation': { ask: ({ invitations }, userId) => invitations.sendAgain(ofNorth, userId) },
};

/** What comes to nothing but an entry of the audit. */
const entries: Readonly<Record<string, Change>> = {
  'roles that are held already': {
    ask: ({ administration }, userId) => administration.setRoles(ofNorth, { userId }, doctorOf(northClinic)),
  },
  'an invitation that is withheld': {
    async ready(userId) {
      for (let time = 0; time < 4; time += 1) await people.invitations.sendAgain(callerOf(admin), userId);
    },
    ask: ({ invitations }, userId) => invitations.sendAgain(ofNorth, userId),
  },
};

/** A database of which the first batch read is of the items at a moment before `work`, but of the one at `late` after it. */
function tornBy(late: number, work: () => Promise<unknown>): MemoryDatabase {
  let isTorn = false;
  return {
    ...database,
    async batchGet(requests) {
      const early = await database.batchGet(requests);
      if (isTorn) return early;
      isTorn = true;
      await work();
      const now = await database.batchGet(requests);
      return early.map((item, at) => (at === late ? now[at] : item));
    },
  };
}

const cases = Object.entries({ ...changes, ...entries });
const stored = () =>
  JSON.stringify((['identity', 'clinic', 'events', 'audit'] as const).map((table) => database.itemsOf(table)));
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    ({ code }) => code,
  );

beforeEach(async () => {
  database = createMemoryDatabase();
  plantClinics(database);
  people = createPeople(database);
  admin = await people.enrol({ roles: ['admin'] });
  const invitation = { email: 'grace@example.com', name: 'Grace Hopper', ...doctorOf(northClinic) };
  grace = await people.invitations.invite(callerOf(admin), invitation);
});

describe('somebody who moves to another clinic while a key of their former one asks for a change of them', () => {
  it.each(cases)('is absent to it where they have moved before the write: %s', async (_, { ask, ready, move }) => {
    await ready?.(grace.id);
    let moved = '';
    database.hooks.before = async (operation) => {
      if (operation !== 'transact' && operation !== 'write') return;
      delete database.hooks.before;
      await (move ?? moveToSouth)(grace.id);
      moved = stored();
    };

    const outcome = await codeOf(ask(people, grace.id));

    expect(outcome).toBe('USER_NOT_FOUND');
    expect(stored()).toBe(moved);
  });

  // A batch read is of each item at a moment of its own.
  it.each(cases.flatMap(([title, change]) => [0, 1].map((late) => [title, late, change] as const)))(
    'is absent to it where they have moved in the middle of its read: %s, item %d',
    async (_, late, { ask, ready, move }) => {
      await ready?.(grace.id);
      let moved = '';
      const torn = tornBy(late, async () => {
        await (move ?? moveToSouth)(grace.id);
        moved = stored();
      });

      const outcome = await codeOf(ask(createPeople(torn), grace.id));

      expect(outcome).toBe('USER_NOT_FOUND');
      expect(stored()).toBe(moved);
    },
  );

  it('is asked of every such change', async () => {
    const open = (await discoverFunctions()).flatMap(({ trigger }) =>
      trigger.kind === 'http' &&
      isForMachines(trigger) &&
      Array.isArray(trigger.allow) &&
      trigger.allow.every(isInsideClinic) &&
      trigger.path.includes('{userId}') &&
      trigger.method !== 'GET'
        ? [`${trigger.method} ${trigger.path}`]
        : [],
    );

    // What signs a person in no machine turns off.
    expect([...Object.keys(changes), 'DELETE /v1/users/{userId}/mfa'].sort()).toEqual(open.sort());
  });
});

describe('who changes somebody else', () => {
  it.each(Object.entries(changes))('has it done where nobody moves: %s', async (_, { ask, ready }) => {
    await ready?.(grace.id);

    expect(await codeOf(ask(people, grace.id))).toBe('done');
  });

  it('invites nobody once more, as a machine, who became an admin in the middle of its read', async () => {
    const torn = tornBy(1, () =>
      people.administration.setRoles(callerOf(admin), { userId: grace.id }, { roles: ['admin'] }),
    );
    const machine = machineWith(...permissions);

    expect(await codeOf(createPeople(torn).invitations.sendAgain(machine, grace.id))).toBe('PERSON_REQUIRED');
  });

  it('counts the admins by roles and password as they are, whatever the read has mixed', async () => {
    const other = await people.enrol({ roles: ['admin'] });
    const torn = tornBy(0, () =>
      people.administration.setRoles(callerOf(admin), { userId: other.id }, { roles: ['user'] }),
    );

    await createPeople(torn).administration.setRoles(callerOf(admin), { userId: other.id }, { roles: ['admin'] });

    expect(database.itemsOf('identity').find(({ pk }) => pk === 'ADMINS')).toMatchObject({ active: 2 });
  });
});
