import { expect, it } from '@jest/globals';
import { createPeopleNames } from '../../../../../lib/domains/identity/users/names-service.ts';
import { createMemoryDatabase } from '../../../../support/memory-database.ts';
import { createPeople, resetCalls } from '../../../../support/people.ts';

it('finds the names of people by one batch read, each once, and none for an id that is nobody’s', async () => {
  const database = createMemoryDatabase();
  const people = createPeople(database);
  const { id } = await people.enrol({ name: 'Ada Lovelace' });
  resetCalls(database);
  const findNames = createPeopleNames(people);

  const names = await findNames([id, id, '019a0000-0000-7000-8000-0000000fffff']);

  expect([...names]).toEqual([[id, 'Ada Lovelace']]);
  expect(await findNames([])).toEqual(new Map());
  expect(database.calls).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 0 });
});
