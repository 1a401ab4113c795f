import type { Role } from '../../lib/access/permissions.ts';
import { plantClinics } from './clinics.ts';
import { createMemoryDatabase } from './memory-database.ts';
import { callerOf, createPeople } from './people.ts';
import { seededRandom } from './random.ts';

/** Two clinics, and what an admin does to the people who come to them and leave. */
export async function createMembers() {
  const database = createMemoryDatabase();
  plantClinics(database);
  const people = createPeople(database);
  const admin = await people.enrol({ roles: ['admin'] });
  const caller = callerOf(admin);
  return {
    ...{ database, people, admin },
    invite: (email: string, roles: Role[], clinicId?: string) =>
      people.invitations.invite(caller, { email, name: 'Grace Hopper', roles, ...(clinicId && { clinicId }) }),
    setRoles: (userId: string, roles: Role[], clinicId?: string) =>
      people.administration.setRoles(caller, { userId }, { roles, ...(clinicId && { clinicId }) }),
    rename: (userId: string, name: string) => people.profiles.change(caller, { userId }, { name }),
    remove: (userId: string) => people.deletions.delete(caller, { userId }),
    restore: (userId: string) => people.deletions.restore(caller, userId),
    personItems: () => database.itemsOf('identity').filter(({ sk }) => sk === 'PERSON'),
  };
}

export type Members = Awaited<ReturnType<typeof createMembers>>;

type OneOf = <T>(values: readonly T[]) => T;

/** Makes a hundred changes to five people in an order by the seed, four at once, of which some are refused. */
export async function changeAtRandom(
  { invite }: Members,
  seed: number,
  changesOf: (userId: string, oneOf: OneOf) => readonly (() => Promise<unknown>)[],
): Promise<void> {
  const random = seededRandom(seed);
  const oneOf = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const ids = await Promise.all(
    [1, 2, 3, 4, 5].map(async (each) => (await invite(`p${each}@example.com`, ['user'])).id),
  );
  const change = () => oneOf(changesOf(oneOf(ids), oneOf))();
  for (let round = 0; round < 25; round++) await Promise.allSettled([change(), change(), change(), change()]);
}
