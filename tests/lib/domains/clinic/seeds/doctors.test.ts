import { beforeEach, describe, expect, it } from '@jest/globals';
import { schedule } from '../../../../../lib/domains/clinic/doctors/schedule-schema.ts';
import { seedDoctors, seededDoctors } from '../../../../../lib/domains/clinic/seeds/doctors.ts';
import { seededPeople } from '../../../../../lib/domains/identity/seeds/people.ts';
import { NotFound, staleVersion } from '../../../../../lib/errors.ts';

/** The version of each doctor, and what was set of whom by whom. */
let versions: Map<string, number>;
let set: string[];

beforeEach(() => {
  versions = new Map(seededDoctors.map(({ id }) => [id, 1]));
  set = [];
});

function setting(what: string) {
  return async (
    caller: object,
    { doctorId, expectedVersion }: { doctorId: string; expectedVersion: readonly number[] },
  ) => {
    const version = versions.get(doctorId);
    if (version === undefined) throw new NotFound('DOCTOR_NOT_FOUND', 'There is no such doctor.');
    if (!expectedVersion.includes(version)) throw staleVersion();
    expect(caller).toMatchObject({ userId: doctorId });
    versions.set(doctorId, version + 1);
    set.push(`${doctorId}: ${what}`);
  };
}

const profiles = { setProfile: setting('profile'), setSchedule: setting('schedule') };

describe('the seeded doctors', () => {
  it('are those among the seeded people, in their clinics', () => {
    const people = seededPeople.filter(({ roles }) => roles.includes('doctor'));

    expect(seededDoctors.map(({ id, clinicId }) => ({ id, clinicId })).sort(byId)).toEqual(
      people.map(({ id, clinicId }) => ({ id, clinicId })).sort(byId),
    );
  });

  it('have a week with breaks, of which any doctor could have told', () => {
    for (const doctor of seededDoctors) {
      expect(schedule().safeParse(doctor.schedule)).toMatchObject({ success: true, data: doctor.schedule });
      expect(doctor.schedule.weekly.every(({ breaks }) => breaks.length > 0)).toBe(true);
    }
  });

  it('tell of themselves once', async () => {
    await seedDoctors({ profiles });
    const first = [...set];
    await seedDoctors({ profiles });

    expect(first.sort()).toEqual(seededDoctors.flatMap(({ id }) => [`${id}: profile`, `${id}: schedule`]).sort());
    expect(set).toHaveLength(first.length);
  });

  it('go on where a start was ended, and leave what was changed since', async () => {
    const [ended = '', changed = ''] = seededDoctors.map(({ id }) => id);
    versions.set(ended, 2).set(changed, 4);

    await seedDoctors({ profiles });

    expect(set.filter((each) => each.startsWith(ended))).toEqual([`${ended}: schedule`]);
    expect(set.filter((each) => each.startsWith(changed))).toEqual([]);
  });

  it('are left out where they are doctors no longer', async () => {
    versions.clear();

    await seedDoctors({ profiles });

    expect(set).toEqual([]);
  });

  it('fail where the store does', async () => {
    const broken = { ...profiles, setProfile: () => Promise.reject(new Error('the store is broken')) };

    await expect(seedDoctors({ profiles: broken })).rejects.toThrow('the store is broken');
  });
});

function byId(one: { readonly id: string }, other: { readonly id: string }): number {
  return one.id < other.id ? -1 : 1;
}
