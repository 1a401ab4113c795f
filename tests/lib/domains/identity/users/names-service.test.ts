import { expect, it } from '@jest/globals';
import { createPeopleNames } from '../../../../../lib/domains/identity/users/names-service.ts';
import { northClinic, plantClinics, southClinic } from '../../../../support/clinics.ts';
import { machineOf } from '../../../../support/doctors.ts';
import { createMemoryDatabase } from '../../../../support/memory-database.ts';
import { createPeople, resetCalls } from '../../../../support/people.ts';

const nobody = '019a0000-0000-7000-8000-0000000fffff';
const oneBatch = { get: 0, batchGet: 1, query: 0, write: 0, transact: 0 };

it('finds the names of people by one batch read, each once, and none for an id that is nobody’s', async () => {
  const database = createMemoryDatabase();
  const people = createPeople(database);
  const { id } = await people.enrol({ name: 'Ada Lovelace' });
  resetCalls(database);
  const names = createPeopleNames(people);

  const found = await names.find([id, id, nobody]);

  expect([...found]).toEqual([[id, 'Ada Lovelace']]);
  expect(await names.find([])).toEqual(new Map());
  expect(database.calls).toEqual(oneBatch);
});

it('names to a key of a clinic those whom it may know of, and says by one batch read who are hidden from it', async () => {
  const database = createMemoryDatabase();
  plantClinics(database);
  const people = createPeople(database);
  const own = await people.enrol({ name: 'Grace Hopper', roles: ['staff'], clinicId: northClinic });
  const other = await people.enrol({ name: 'Rita Levi', roles: ['staff'], clinicId: southClinic });
  resetCalls(database);

  const found = await createPeopleNames(people).findFor(machineOf(northClinic), [own.id, other.id, other.id, nobody]);

  expect([...found.names]).toEqual([[own.id, 'Grace Hopper']]);
  expect([...found.hidden]).toEqual([other.id]);
  expect(database.calls).toEqual(oneBatch);
});
