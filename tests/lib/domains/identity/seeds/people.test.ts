import { beforeEach, describe, expect, it } from '@jest/globals';
import { seededPassword, seededPeople, seedPeople } from '../../../../../lib/domains/identity/seeds/people.ts';
import { plantClinics } from '../../../../support/clinics.ts';
import { createMemoryDatabase } from '../../../../support/memory-database.ts';
import { callerOf, createPeople, type People } from '../../../../support/people.ts';

let people: People;
const seed = () => seedPeople({ registrations: people.registrations, users: people.repository });

beforeEach(async () => {
  const database = createMemoryDatabase();
  plantClinics(database);
  people = createPeople(database);
  await seed();
});

describe('the seeded people', () => {
  it('are all there after a start, and as they were after another', async () => {
    await seed();

    const ids = await Promise.all(seededPeople.map(({ email }) => people.repository.findIdByEmail(email)));
    expect(ids).toEqual(seededPeople.map(({ id }) => id));
  });

  it('stay deleted where one has deleted their account, and stop no start', async () => {
    const { id = '', roles, email } = seededPeople.find((person) => person.roles.includes('user')) ?? {};
    await people.ownDeletions.delete(callerOf({ id, roles: roles ?? [] }), { password: seededPassword });

    await expect(seed()).resolves.toBeUndefined();

    expect(await people.repository.findIdByEmail(email ?? '')).toBeUndefined();
  });

  it('fail where the store does', async () => {
    const enrol = () => Promise.reject(new Error('the store is broken'));
    const users = { findIdByEmail: async () => undefined };

    await expect(seedPeople({ registrations: { enrol }, users })).rejects.toThrow('the store is broken');
  });
});
