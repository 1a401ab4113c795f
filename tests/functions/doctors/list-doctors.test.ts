import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/doctors/list-doctors.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import type { QueryRequest } from '../../../lib/data/database.ts';
import { mostExceptions } from '../../../lib/domains/clinic/doctors/exceptions.ts';
import { schedule } from '../../../lib/domains/clinic/doctors/schedule-schema.ts';
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

/** The largest schedule that its schema takes: as many hours as it bears, each with as many breaks. */
function largestSchedule(): object {
  const time = (minutes: number) =>
    [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
  const range = (from: number, minutes: number) => ({ from: time(from), to: time(from + minutes) });
  const hours = (nth: number, breaks: number) => {
    const from = Math.floor(nth / 7) * 120;
    const pauses = Array.from({ length: breaks }, (_, at) => range(from + at * 5, 5));
    return { day: (nth % 7) + 1, ...range(from, 120), breaks: pauses };
  };
  const weekOf = (windows: number, breaks: number) => ({
    ...{ slotMinutes: 235, bufferMinutes: 5, minNoticeMinutes: 43_200, horizonDays: 365 },
    weekly: Array.from({ length: windows }, (_, nth) => hours(nth, breaks)),
  });
  const most = (largest: number, make: (count: number) => object) =>
    Array.from({ length: largest }, (_, at) => largest - at).find((count) => schedule().safeParse(make(count)).success);
  const breaks = most(24, (count) => weekOf(1, count)) ?? 0;
  return weekOf(most(84, (count) => weekOf(count, breaks)) ?? 0, breaks);
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

  it('fits what a function may answer where a hundred doctors have all that a doctor may', async () => {
    const { plant, admin, grace } = doctors;
    const [letter, id, at] = ['\u{1d7d8}', grace.id, (hour: number) => `2026-11-${hour + 10}T09:00:00.000Z`];
    const largest = {
      name: letter.repeat(50),
      specialities: Array(20).fill(letter.repeat(60)),
      timeOff: Array(mostExceptions).fill({ id, from: at(1), to: at(2), reason: letter.repeat(200) }),
      extraHours: Array(mostExceptions).fill({ id, date: '2026-11-28', from: '08:00', to: '17:00' }),
      schedule: largestSchedule(),
      wallTimesOf: northClinic,
    };
    plant(grace, largest);

    const { text, json } = await list(`clinicId=${northClinic}`, callerOf(admin));

    expect((json.data as Doctor[])[0]).toMatchObject({ timeOff: largest.timeOff, schedule: { horizonDays: 365 } });
    // The body goes out as a text of an object, with headers beside it.
    const page = 100 * Buffer.byteLength(JSON.stringify({ body: text })) + 4_000;
    expect(page).toBeLessThan(6 * 1024 * 1024);
  });

  it('finds a speciality whatever the spaces between its words', async () => {
    await specialise(doctors.grace, 'Plastic Surgery');

    expect(await listed('speciality=plastic%20%20surgery')).toEqual(['Grace Hopper']);
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
    [
      'a key of a clinic that writes doctors',
      () => machineOf(northClinic, 'doctors:read', 'doctors:write'),
      ['Grace Hopper'],
    ],
    ['a key of a clinic that reads doctors', () => machineOf(northClinic, 'doctors:read'), []],
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
