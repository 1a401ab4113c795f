import type { Caller, Machine, Person } from '../../lib/access/caller.ts';
import type { Permission } from '../../lib/access/permissions.ts';
import { createExtraHoursService } from '../../lib/domains/clinic/doctors/extra-hours.ts';
import { createDoctorProfiles } from '../../lib/domains/clinic/doctors/profiles.ts';
import { createTimeOffService } from '../../lib/domains/clinic/doctors/time-off.ts';
import { createDoctorViewing } from '../../lib/domains/clinic/doctors/viewing.ts';
import type { User } from '../../lib/domains/identity/users/schema.ts';
import type { Platform } from '../../lib/platform/platform.ts';
import { type Expectation, everybody, type Statuses } from './access/expectations.ts';
import type { World } from './access/world.ts';
import { northClinic, plantClinics, southClinic } from './clinics.ts';
import { createMemoryDatabase } from './memory-database.ts';
import { callerOf, createPeople, machineWith, resetCalls } from './people.ts';

/** The services of doctors. */
export function doctorServices(platform: Pick<Platform, 'read' | 'commit' | 'clock' | 'newId'>) {
  return {
    viewing: createDoctorViewing(platform),
    profiles: createDoctorProfiles(platform),
    timesOff: createTimeOffService(platform),
    extraHours: createExtraHoursService(platform),
  };
}

/** The same in a world of the access table. */
export const doctorsOf = ({ identity }: World) => doctorServices(identity.platform);

/** The same, where every doctor has these fields. */
export function doctorsWith({ database, identity }: World, fields: object) {
  const doctors = database.itemsOf('clinic').filter(({ sk }) => sk === 'DOCTOR');
  for (const doctor of doctors) database.plant('clinic', { ...doctor, ...fields, wallTimesOf: doctor.clinicId });
  return doctorServices(identity.platform);
}

/** Grace is a doctor in the north and Rita in the south, and there is an admin; the callers know nothing of each other. */
export async function createDoctors() {
  const database = createMemoryDatabase();
  plantClinics(database);
  const people = createPeople(database);
  const grace = await people.enrol({ name: 'Grace Hopper', roles: ['doctor'], clinicId: northClinic });
  const rita = await people.enrol({ name: 'Rita Levi', roles: ['doctor'], clinicId: southClinic });
  const admin = await people.enrol({ roles: ['admin'] });
  await people.catchUp();
  people.clock.advance(60);
  resetCalls(database);
  const doctorItem = ({ id }: Pick<User, 'id'>) =>
    database.itemsOf('clinic').find(({ pk, sk }) => pk === `DOCTOR#${id}` && sk === 'DOCTOR') ?? { pk: '', sk: '' };
  return {
    ...{ database, people, grace, rita, admin, doctorItem, services: doctorServices(people) },
    /** Puts fields into a doctor's item, without a call. */
    plant(user: Pick<User, 'id'>, fields: object): void {
      database.plant('clinic', { ...doctorItem(user), ...fields });
    },
  };
}

export type Doctors = Awaited<ReturnType<typeof createDoctors>>;

/** A person as a caller, with their clinic. */
export const memberOf = (user: Pick<User, 'id' | 'roles' | 'clinicId'>): Person => ({
  ...callerOf(user),
  clinicId: user.clinicId,
});

/** Staff of a clinic. */
export const staffOf = (clinicId: string): Person =>
  memberOf({ id: '019a0000-0000-7000-8000-0000000000e1', roles: ['staff'], clinicId });

/** A program whose key is bound to a clinic. */
export const machineOf = (clinicId: string, ...permissions: Permission[]): Machine => ({
  ...machineWith(...permissions),
  clinicId,
});

/** One of the public. */
export const somebody: Caller = callerOf({ id: '019a0000-0000-7000-8000-0000000000e2', roles: ['user'] });

export const aSchedule = {
  weekly: [{ day: 1, from: '08:00', to: '17:00', breaks: [{ from: '12:00', to: '12:45' }] }],
  slotMinutes: 30,
  bufferMinutes: 5,
  minNoticeMinutes: 120,
  horizonDays: 90,
};

/** Who reads a doctor: all who sign in; of people only the doctor and the one of another clinic are doctors. */
export const readsDoctors: Expectation = {
  target: 'person',
  statuses: {
    ...everybody(403),
    ...{ anonymous: 401, user: [404, 404, 200, 404, 404], otherUser: [404, 404, 200, 404, 404] },
    ...{ doctor: [200, 404, 200, 404, 404], staff: [404, 404, 200, 404, 404], admin: [404, 404, 200, 404, 404] },
    scopedKey: [null, 404, 200, 404, 404],
  },
};

/** Who changes a doctor: themselves, admins, and keys with the scope. */
export function changesDoctors(status: number, request: Expectation['request'] = {}): Expectation {
  const anybody = [404, 404, status, 404, 404];
  const statuses: Statuses = {
    ...everybody(403),
    ...{ anonymous: 401, doctor: [status, 404, 404, 404, 404], admin: anybody, scopedKey: [null, ...anybody.slice(1)] },
  };
  return { target: 'person', request, statuses };
}
