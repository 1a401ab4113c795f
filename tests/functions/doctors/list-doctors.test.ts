import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/doctors/list-doctors.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import type { QueryRequest } from '../../../lib/data/database.ts';
import type { Doctor } from '../../../lib/domains/clinic/doctors/schema.ts';
import { createCursorSeal } from '../../../lib/http/cursor-seal.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import { everybody } from '../../support/access/expectations.ts';
import { northClinic, southClinic } from '../../support/clinics.ts';
import {
  createDoctors,
  type Doctors,
  doctorsOf,
  machineOf,
  memberOf,
  somebody,
  staffOf,
} from '../../support/doctors.ts';
import { send } from '../../support/http.ts';
import { callerOf, resetCalls, stackOf } from '../../support/people.ts';
import { createTestSecrets } from '../../support/platform.ts';

const seal = createCursorSeal(createTestSecrets());
let doctors: Doctors;

beforeEach(async () => {
  doctors = await createDoctors();
});

const list = (query = '', caller: Caller = somebody) =>
  send(createHandler(doctors.services.viewing, { ...stackOf(caller), cursors: seal }), { query });
const listed = async (query = '', caller: Caller = somebody) =>
  ((await list(query, caller)).json.data as Doctor[]).map(({ name }) => name);

async function specialise(doctor: Doctors['grace'], ...specialities: string[]): Promise<void> {
  const { profiles } = doctors.services;
  await profiles.setProfile(callerOf(doctors.admin), { doctorId: doctor.id }, { specialities });
  await doctors.people.catchUp();
  resetCalls(doctors.database);
}

describe('GET /v1/doctors', () => {
  it('lists doctors from the day of the role, newest first, by one query and one batch read', async () => {
    const { json } = await list();

    expect((json.data as Doctor[]).map(({ id }) => id)).toEqual([doctors.rita.id, doctors.grace.id]);
    expect(json.meta).toEqual({ limit: 20 });
    expect(doctors.database.calls).toEqual({ get: 0, batchGet: 1, query: 1, write: 0, transact: 0 });
  });

  it.each([
    ['', ['Rita Levi', 'Grace Hopper']],
    [`clinicId=${northClinic}`, ['Grace Hopper']],
    [`clinicId=${southClinic}`, ['Rita Levi']],
    ['speciality=CARDIOLOGIE', ['Rita Levi', 'Grace Hopper']],
    ['speciality=neurology', ['Rita Levi']],
    ['speciality=neuro', []],
    [`clinicId=${northClinic}&speciality=cardiologie`, ['Grace Hopper']],
    [`clinicId=${northClinic}&speciality=neurology`, []],
  ])('filters by %s, of which each has a list of its own', async (query, names) => {
    await specialise(doctors.grace, 'Cardiologie');
    await specialise(doctors.rita, 'Cardiológie', 'Neurology');
    const limits: (number | undefined)[] = [];
    doctors.database.hooks.before = (operation, request) => {
      if (operation === 'query') limits.push((request as QueryRequest).limit);
    };

    expect(await listed(`limit=3&${query}`)).toEqual(names);
    expect(limits).toEqual([3]);
  });

  it('goes on where a page ended', async () => {
    const first = await list('limit=1');
    const { nextCursor } = first.json.meta as { nextCursor: string };

    expect(await listed(`limit=1&cursor=${nextCursor}`)).toEqual(['Grace Hopper']);
  });

  it('follows what changes of doctors, and lists no former ones', async () => {
    const admin = callerOf(doctors.admin);
    const names: string[][] = [];
    const { administration, profiles, deletions } = doctors.people;
    const userId = doctors.grace.id;
    const steps = [
      () => profiles.change(admin, { userId }, { name: 'Grace Murray' }),
      () => administration.setRoles(admin, { userId }, { roles: ['doctor'], clinicId: southClinic }),
      () => deletions.delete(admin, { userId }),
      () => deletions.restore(admin, userId),
      () => administration.setRoles(admin, { userId }, { roles: ['user'] }),
    ];

    for (const step of steps) {
      await step();
      await doctors.people.catchUp();
      names.push(await listed(`clinicId=${southClinic}`));
    }

    const both = ['Rita Levi', 'Grace Murray'];
    expect(names).toEqual([['Rita Levi'], both, ['Rita Levi'], both, ['Rita Levi']]);
  });

  it('does not list who is a doctor no longer, though the index has not heard of it', async () => {
    await doctors.people.deletions.delete(callerOf(doctors.admin), { userId: doctors.grace.id });

    expect(await listed()).toEqual(['Rita Levi']);
  });

  it('shows to a key of a clinic its doctors alone', async () => {
    const key = machineOf(northClinic, 'doctors:read');

    const names = [await listed('', key), await listed(`clinicId=${northClinic}`, key)];
    const others = await list(`clinicId=${southClinic}`, key);

    expect(names).toEqual([['Grace Hopper'], ['Grace Hopper']]);
    expect(others.json).toEqual({ data: [], meta: { limit: 20 } });
  });

  it.each<[string, (those: Doctors) => Caller, string[]]>([
    ['staff', () => staffOf(northClinic), ['Grace Hopper']],
    ['a doctor', ({ rita }) => memberOf(rita), ['Rita Levi']],
    ['an admin', ({ admin }) => callerOf(admin), ['Rita Levi', 'Grace Hopper']],
    ['one of the public', () => somebody, []],
  ])('shows to %s the absences that are theirs to know of', async (_, caller, names) => {
    const { json } = await list('', caller(doctors));

    expect((json.data as Doctor[]).filter(({ timeOff }) => timeOff).map(({ name }) => name)).toEqual(names);
  });

  it('refuses a speciality that is none', async () => {
    expect((await list(`speciality=${'x'.repeat(61)}`)).status).toBe(400);
  });
});

describeAccess(trigger, (world) => createHandler(doctorsOf(world).viewing, world.stack), {
  statuses: { ...everybody(200), anonymous: 401, unscopedKey: 403 },
});
